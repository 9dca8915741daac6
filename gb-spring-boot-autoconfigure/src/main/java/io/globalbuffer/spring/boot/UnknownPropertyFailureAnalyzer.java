// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Explains properties under {@code globalbuffer} that do not exist. Boot's own analyzer
 * does not say which ones do.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(GlobalBufferProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
		return cause.getUnboundProperties()
			.stream()
			.filter((property) -> PREFIX.isAncestorOf(property.getName()))
			.findFirst()
			.map((property) -> explain(property, cause))
			.orElse(null);
	}

	private static FailureAnalysis explain(ConfigurationProperty property, Throwable cause) {
		ConfigurationPropertyName name = property.getName();
		String where = (property.getOrigin() != null) ? " (from " + property.getOrigin() + ")" : "";
		return firstUnknown(name)
			.map((unknown) -> new FailureAnalysis(
					"Property " + name + where + " does not exist: " + unknown.parent() + " has no " + unknown.element()
							+ ".",
					"Correct or remove it. " + unknown.parent() + " has: " + unknown.known() + ".", cause))
			.orElseGet(() -> new FailureAnalysis("Property " + name + where + " has no value.",
					"Give it one, or remove it.", cause));
	}

	private static Optional<Unknown> firstUnknown(ConfigurationPropertyName name) {
		ResolvableType type = ResolvableType.forClass(GlobalBufferProperties.class);
		for (int index = PREFIX.getNumberOfElements(); index < name.getNumberOfElements(); index++) {
			Map<String, ResolvableType> known = children(type.toClass());
			String element = name.getElement(index, Form.DASHED);
			ResolvableType child = known.get(element);
			if (child == null) {
				return Optional.of(new Unknown(name.chop(index), element, String.join(", ", known.keySet())));
			}
			if (child.toClass() == Map.class) {
				index++;
				child = child.getGeneric(1);
			}
			type = child;
		}
		return Optional.empty();
	}

	private static Map<String, ResolvableType> children(Class<?> type) {
		return !type.isRecord() ? Map.of()
				: Arrays.stream(type.getRecordComponents())
					.collect(Collectors.toMap((component) -> DataObjectPropertyName.toDashedForm(component.getName()),
							(component) -> ResolvableType.forType(component.getGenericType()), (first, second) -> first,
							TreeMap::new));
	}

	/**
	 * Where a name leaves what exists.
	 *
	 * @param parent what exists
	 * @param element what does not exist below it
	 * @param known what does
	 */
	private record Unknown(ConfigurationPropertyName parent, String element, String known) {
	}

}
