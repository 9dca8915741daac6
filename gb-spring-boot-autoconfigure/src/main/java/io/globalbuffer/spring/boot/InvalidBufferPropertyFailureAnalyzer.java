// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a property under {@code globalbuffer} that is missing or cannot be. Boot's own
 * analyzer says nothing about a property that is not set.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidBufferPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

	/** The elements of the name of something that is declared. */
	private static final int DECLARED = 3;

	private final Environment environment;

	InvalidBufferPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			InvalidConfigurationPropertyValueException cause) {
		if (!cause.getName().startsWith(GlobalBufferProperties.PREFIX + ".")) {
			return null;
		}
		return new FailureAnalysis(describe(cause), cause.getReason(), cause);
	}

	private String describe(InvalidConfigurationPropertyValueException cause) {
		Optional<ConfigurationProperty> written = find(cause.getName());
		String where = written.map(Origin::from).map((origin) -> " (from " + origin + ")").orElse("");
		if (cause.getValue() != null) {
			Object value = written.map(ConfigurationProperty::getValue).orElse(cause.getValue());
			return "Property " + cause.getName() + " cannot be '" + value + "'" + where + ".";
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(cause.getName());
		if (name.getNumberOfElements() != DECLARED) {
			return "Property " + cause.getName() + " is not set.";
		}
		String what = "buffers".equals(name.getElement(1, Form.DASHED)) ? "Buffer " : "Replication ";
		return what + cause.getName() + " cannot be declared" + where + ".";
	}

	private Optional<ConfigurationProperty> find(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return Optional.of(found);
			}
		}
		return Optional.empty();
	}

}
