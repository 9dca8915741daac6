// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of buffers as they are written. To Spring Boot names that differ in dashes
 * only are one: their values would be mixed, and one of the buffers would vanish.
 */
final class BufferSpellings {

	private static final ConfigurationPropertyName BUFFERS = ConfigurationPropertyName
		.of(GlobalBufferProperties.PREFIX + ".buffers");

	private BufferSpellings() {
	}

	/**
	 * Refuses buffers whose names differ in dashes only. Those of environment variables
	 * do not count: they cannot have dashes.
	 * @param environment where buffers are declared
	 * @throws InvalidConfigurationPropertyValueException if there are such
	 */
	static void requireDistinct(Environment environment) {
		Map<String, String> spellings = new HashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			names(source).forEach((name) -> {
				String other = spellings.putIfAbsent(name.replace("-", ""), name);
				if (other != null && !other.equals(name)) {
					throw InvalidBufferProperty.invalid(name, "", null, "Differs from buffer '" + other
							+ "' in dashes only, and such names count as one. Rename one of them.");
				}
			});
		}
	}

	private static Stream<String> names(ConfigurationPropertySource source) {
		if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
				|| !(source instanceof IterableConfigurationPropertySource iterable)) {
			return Stream.empty();
		}
		return iterable.stream()
			.filter(BUFFERS::isAncestorOf)
			.map((name) -> name.getElement(BUFFERS.getNumberOfElements(), Form.ORIGINAL));
	}

}
