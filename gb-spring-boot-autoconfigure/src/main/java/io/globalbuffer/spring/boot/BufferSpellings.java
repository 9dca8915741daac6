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
 * The names of buffers and replications as they are written. To Spring Boot names that
 * differ in dashes only are one: their values would be mixed, and one of them would
 * vanish.
 */
final class BufferSpellings {

	private BufferSpellings() {
	}

	/**
	 * Refuses buffers or replications whose names differ in dashes only. Those of
	 * environment variables do not count: they cannot have dashes.
	 * @param environment where they are declared
	 * @throws InvalidConfigurationPropertyValueException if there are such
	 */
	static void requireDistinct(Environment environment) {
		requireDistinct(environment, "buffers", "buffer");
		requireDistinct(environment, "replication", "replication");
	}

	private static void requireDistinct(Environment environment, String group, String what) {
		ConfigurationPropertyName parent = ConfigurationPropertyName.of(GlobalBufferProperties.PREFIX + "." + group);
		Map<String, String> spellings = new HashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			names(source, parent).forEach((name) -> {
				String other = spellings.putIfAbsent(name.replace("-", ""), name);
				if (other != null && !other.equals(name)) {
					throw new InvalidConfigurationPropertyValueException(InvalidBufferProperty.name(group, name, ""),
							null, "Differs from " + what + " '" + other
									+ "' in dashes only, and such names count as one. Rename one of them.");
				}
			});
		}
	}

	private static Stream<String> names(ConfigurationPropertySource source, ConfigurationPropertyName parent) {
		if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
				|| !(source instanceof IterableConfigurationPropertySource iterable)) {
			return Stream.empty();
		}
		return iterable.stream()
			.filter(parent::isAncestorOf)
			.map((name) -> name.getElement(parent.getNumberOfElements(), Form.ORIGINAL));
	}

}
