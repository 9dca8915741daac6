// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.expression.ExpressionException;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Resolves what the attributes of one {@code @GlobalBufferListener} say: placeholders,
 * expressions, names of beans.
 */
final class AnnotationValues {

	private final ConfigurableListableBeanFactory beanFactory;

	private final String method;

	AnnotationValues(ConfigurableListableBeanFactory beanFactory, String method) {
		this.beanFactory = beanFactory;
		this.method = method;
	}

	/** An attribute's text; empty if it says nothing. */
	String text(String attribute, String value) {
		Object evaluated = evaluate(attribute, value);
		return (evaluated != null) ? evaluated.toString().strip() : "";
	}

	/** A truth value. */
	boolean flag(String attribute, String value, boolean otherwise) {
		String text = text(attribute, value);
		return switch (text) {
			case "" -> otherwise;
			case "true" -> true;
			case "false" -> false;
			default -> throw refused(attribute, text,
					"Use \"true\" or \"false\", or a placeholder that resolves to one of them.");
		};
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
	 * A bean by its name, or what an expression gives; {@code null} if nothing is said.
	 */
	<B> @Nullable B bean(String attribute, String value, Class<B> type) {
		Object evaluated = evaluate(attribute, value);
		if (evaluated == null || evaluated.equals("")) {
			return null;
		}
		if (type.isInstance(evaluated)) {
			return type.cast(evaluated);
		}
		String action = "Name a bean of type " + type.getSimpleName()
				+ ", or give an expression that is one. There are: "
				+ String.join(", ", this.beanFactory.getBeanNamesForType(type)) + ".";
		try {
			return this.beanFactory.getBean(evaluated.toString().strip(), type);
		}
		catch (BeansException ex) {
			throw refused(attribute, evaluated.toString(), action, ex);
		}
	}

	private @Nullable Object evaluate(String attribute, String value) {
		if (value.isEmpty()) {
			return null;
		}
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(value);
			BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
			return (expressions != null)
					? expressions.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null)) : resolved;
		}
		catch (BeansException | ExpressionException | PlaceholderResolutionException ex) {
			throw refused(attribute, value, "Correct it: " + ex.getMessage(), ex);
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

}
