// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Lets environment variables alone declare a buffer or a replication with dashes in its
 * name. They would set its values if the name was known from elsewhere, but an underscore
 * counts as a dot where a name is found: this tells the names, each by the kind that its
 * buffer must have, or the direction of its replication.
 */
class DashedBufferVariables implements EnvironmentPostProcessor {

	private static final Pattern REQUIRED = Pattern
		.compile("GLOBALBUFFER_(?<group>BUFFERS|REPLICATION)_(?<name>[A-Z0-9]+(?:_[A-Z0-9]+)+)_(?<key>KIND|DIRECTION)");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		MutablePropertySources sources = environment.getPropertySources();
		String variables = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		if (sources.get(variables) instanceof EnumerablePropertySource<?> source) {
			Map<String, Object> names = names(source);
			if (!names.isEmpty()) {
				sources.addAfter(variables, new MapPropertySource("globalBufferVariables", names));
			}
		}
	}

	private static Map<String, Object> names(EnumerablePropertySource<?> source) {
		Map<String, Object> names = new LinkedHashMap<>();
		for (String variable : source.getPropertyNames()) {
			Matcher matcher = REQUIRED.matcher(variable);
			Object value = source.getProperty(variable);
			if (matcher.matches() && value != null) {
				names.put(InvalidBufferProperty.name(lower(matcher.group("group")),
						lower(matcher.group("name")).replace('_', '-'), lower(matcher.group("key"))), value);
			}
		}
		return names;
	}

	private static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
