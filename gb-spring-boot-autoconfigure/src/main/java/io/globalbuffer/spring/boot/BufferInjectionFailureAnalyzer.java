// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.globalbuffer.GlobalBuffer;

/**
 * Explains a writer or reader that cannot be injected. Boot's own analyzer leaves out the
 * generic type, which is what tells buffers apart.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class BufferInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	private final Environment environment;

	BufferInjectionFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType wanted = cause.getResolvableType();
		if (wanted == null) {
			return null;
		}
		String who = (description != null) ? description : "A bean";
		if (isOurs(wanted.toClass()) && isSwitchedOff()) {
			return new FailureAnalysis(
					who + " needs " + name(wanted) + ", and globalbuffer.enabled=false: there are no buffers.",
					"Set globalbuffer.enabled=true. Or let that be optional: inject an ObjectProvider<" + name(wanted)
							+ ">, or make its bean depend on the property with"
							+ " @ConditionalOnBooleanProperty(name = \"globalbuffer.enabled\", matchIfMissing = true).",
					cause);
		}
		if (!GlobalBuffer.class.isAssignableFrom(wanted.toClass())
				|| !(this.beanFactory instanceof ConfigurableListableBeanFactory beans)) {
			return null;
		}
		if (cause instanceof NoUniqueBeanDefinitionException) {
			return new FailureAnalysis(
					who + " needs one " + name(wanted) + ", and several buffers are of that type: "
							+ buffers(beans, wanted) + ".",
					"Name the parameter like the buffer (in camel case), or say which with @Qualifier(\"…\").", cause);
		}
		return new FailureAnalysis(who + " needs " + name(wanted) + ", and no declared buffer is of that type.",
				"Compare role and element type, or message type. Declared: "
						+ buffers(beans, ResolvableType.forClass(GlobalBuffer.class)) + ".",
				cause);
	}

	private static boolean isOurs(Class<?> type) {
		return type.getName().startsWith(GlobalBuffer.class.getPackageName() + ".");
	}

	private boolean isSwitchedOff() {
		return !this.environment.getProperty("globalbuffer.enabled", Boolean.class, true);
	}

	private static String buffers(ConfigurableListableBeanFactory beans, ResolvableType type) {
		List<String> names = Arrays.asList(beans.getBeanNamesForType(type, true, false));
		return names.isEmpty() ? "none"
				: names.stream()
					.map((bean) -> bean + " (" + name(beans.getMergedBeanDefinition(bean).getResolvableType()) + ")")
					.collect(Collectors.joining(", "));
	}

	/** As people write it, without packages. */
	private static String name(ResolvableType type) {
		String generics = Arrays.stream(type.getGenerics())
			.map(BufferInjectionFailureAnalyzer::name)
			.collect(Collectors.joining(", "));
		return type.toClass().getSimpleName() + (generics.isEmpty() ? "" : "<" + generics + ">");
	}

}
