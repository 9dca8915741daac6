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
 * Lets environment variables alone declare a buffer with dashes in its name. They would
 * set its values if the name was known from elsewhere, but an underscore counts as a dot
 * where a name is found: this tells the names, each by the kind that its buffer must
 * have.
 */
class DashedBufferVariables implements EnvironmentPostProcessor {

	private static final Pattern KIND = Pattern.compile("GLOBALBUFFER_BUFFERS_([A-Z0-9]+(?:_[A-Z0-9]+)+)_KIND");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		MutablePropertySources sources = environment.getPropertySources();
		String variables = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		if (sources.get(variables) instanceof EnumerablePropertySource<?> source) {
			Map<String, Object> kinds = kinds(source);
			if (!kinds.isEmpty()) {
				sources.addAfter(variables, new MapPropertySource("globalBufferVariables", kinds));
			}
		}
	}

	private static Map<String, Object> kinds(EnumerablePropertySource<?> source) {
		Map<String, Object> kinds = new LinkedHashMap<>();
		for (String variable : source.getPropertyNames()) {
			Matcher matcher = KIND.matcher(variable);
			Object kind = source.getProperty(variable);
			if (matcher.matches() && kind != null) {
				String buffer = matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
				kinds.put(InvalidBufferProperty.name(buffer, "kind"), kind);
			}
		}
		return kinds;
	}

}
