// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;
import org.springframework.beans.factory.config.Scope;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.expression.ExpressionException;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Resolves what the attributes of one {@code @GlobalBufferListener} say: placeholders,
 * expressions, names of beans.
 */
final class AnnotationValues {

	/** The name by which expressions call the bean to which the method belongs. */
	private static final String LISTENER = "__listener";

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanMethod method;

	private final BeanExpressionContext context;

	AnnotationValues(ConfigurableListableBeanFactory beanFactory, BeanMethod method, Object bean) {
		this.beanFactory = beanFactory;
		this.method = method;
		this.context = new BeanExpressionContext(beanFactory, new ListenerScope(bean));
	}

	/** An attribute's text; empty if it says nothing. */
	String text(String attribute, String value) {
		Object evaluated = evaluate(attribute, value);
		return (evaluated != null) ? evaluated.toString().strip() : "";
	}

	/** A truth value, in one of the forms that properties can have. */
	boolean flag(String attribute, String value, boolean otherwise) {
		String text = text(attribute, value);
		try {
			Boolean flag = DefaultConversionService.getSharedInstance().convert(text, Boolean.class);
			return (flag != null) ? flag : otherwise;
		}
		catch (ConversionException ex) {
			throw refused(attribute, text,
					"Use \"true\" or \"false\", \"on\" or \"off\", \"yes\" or \"no\", or a placeholder that resolves to one"
							+ " of them.",
					ex);
		}
	}

	/** A constant, written as in properties. */
	<E extends Enum<E>> E constant(String attribute, String value, E otherwise) {
		String text = text(attribute, value);
		if (text.isEmpty()) {
			return otherwise;
		}
		E[] constants = otherwise.getDeclaringClass().getEnumConstants();
		return Arrays.stream(constants)
			.filter((constant) -> constant.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> refused(attribute, text,
					"Use one of: " + Arrays.stream(constants)
						.map((constant) -> constant.name().toLowerCase(Locale.ROOT))
						.collect(Collectors.joining(", ")) + "."));
	}

	/** A number from 1. */
	int count(String attribute, String value, int otherwise) {
		String text = text(attribute, value);
		if (text.isEmpty()) {
			return otherwise;
		}
		try {
			int count = Integer.parseInt(text);
			if (count >= 1) {
				return count;
			}
		}
		catch (NumberFormatException ex) {
			throw refused(attribute, text, "Use a whole number from 1.", ex);
		}
		throw refused(attribute, text, "Use a whole number from 1.");
	}

	/** A duration; zero if nothing is said. */
	Duration duration(String attribute, String value) {
		String text = text(attribute, value);
		if (text.isEmpty()) {
			return Duration.ZERO;
		}
		String action = "Use a positive duration, for example \"20ms\" or \"1s\".";
		try {
			Duration duration = DurationFormatterUtils.detectAndParse(text);
			if (duration.isPositive()) {
				return duration;
			}
		}
		catch (IllegalArgumentException ex) {
			throw refused(attribute, text, action, ex);
		}
		throw refused(attribute, text, action);
	}

	/**
	 * A bean by its name, or what an expression gives, which has no name; {@code null} if
	 * nothing is said.
	 */
	<B> @Nullable NamedBeanHolder<B> bean(String attribute, String value, Class<B> type) {
		Object evaluated = evaluate(attribute, value);
		if (evaluated == null || evaluated.equals("")) {
			return null;
		}
		if (type.isInstance(evaluated)) {
			return new NamedBeanHolder<>("", type.cast(evaluated));
		}
		String name = evaluated.toString().strip();
		String[] known = this.beanFactory.getBeanNamesForType(type);
		String action = "Name a bean of type " + type.getSimpleName() + ", or give an expression that is one. There "
				+ ((known.length > 0) ? "are: " + String.join(", ", known) : "is none") + ".";
		try {
			return new NamedBeanHolder<>(name, this.beanFactory.getBean(name, type));
		}
		catch (BeansException ex) {
			throw refused(attribute, name, action, ex);
		}
	}

	private @Nullable Object evaluate(String attribute, String value) {
		if (value.isEmpty()) {
			return null;
		}
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(value);
			BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
			return (expressions != null) ? expressions.evaluate(resolved, this.context) : resolved;
		}
		catch (BeansException | ExpressionException | PlaceholderResolutionException ex) {
			throw refused(attribute, value, "Correct it: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
					ex);
		}
	}

	private InvalidListenerException refused(String attribute, String value, String action) {
		return refused(attribute, value, action, null);
	}

	private InvalidListenerException refused(String attribute, String value, String action, @Nullable Exception cause) {
		return new InvalidListenerException(
				"@GlobalBufferListener on " + this.method + " has " + attribute + " = \"" + value + "\".", action,
				cause);
	}

	/** Where expressions find the bean to which the method belongs. */
	private static final class ListenerScope implements Scope {

		private final Object bean;

		ListenerScope(Object bean) {
			this.bean = bean;
		}

		@Override
		public Object get(String name, ObjectFactory<?> objectFactory) {
			return objectFactory.getObject();
		}

		@Override
		public @Nullable Object remove(String name) {
			return null;
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
			// it holds no beans of its own
		}

		@Override
		public @Nullable Object resolveContextualObject(String key) {
			return key.equals(LISTENER) ? this.bean : null;
		}

	}

}
