// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * An annotated method of a bean, its type variables resolved for the bean.
 *
 * @param beanName the bean's name
 * @param beanClass the bean's class, not a proxy's
 * @param owner the class that declares the method, with the type arguments that are known
 * of the bean
 * @param method the method, as that class declares it
 */
record BeanMethod(String beanName, Class<?> beanClass, ResolvableType owner, Method method) {

	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	/** The types of its parameters. */
	List<ResolvableType> parameters() {
		return IntStream.range(0, this.method.getParameterCount()).mapToObj(this::typeAt).toList();
	}

	/** The type of what it returns. */
	ResolvableType returned() {
		return typeAt(-1);
	}

	private ResolvableType typeAt(int position) {
		return ResolvableType.forMethodParameter(new MethodParameter(this.method, position), this.owner);
	}

	/** Whether it is one of Kotlin's suspend functions. */
	boolean isSuspending() {
		List<ResolvableType> parameters = parameters();
		return !parameters.isEmpty() && parameters.getLast().toClass().getName().equals(CONTINUATION);
	}

	/**
	 * The method as people write it.
	 * @return for example {@code demo.QuoteListener.onQuote(Quote)}
	 */
	String describe() {
		return parameters().stream()
			.map(BeanMethod::simpleName)
			.collect(Collectors.joining(", ", this.beanClass.getName() + "." + this.method.getName() + "(", ")"));
	}

	/**
	 * A type as people write it.
	 * @param type the type
	 * @return for example {@code Sample<Quote>}
	 */
	static String simpleName(ResolvableType type) {
		return simpleName(type, List.of());
	}

	/** A type may be an argument of itself, as in {@code N extends Node<N>}. */
	private static String simpleName(ResolvableType type, List<Type> around) {
		if (type.resolve() == null || around.contains(type.getType())) {
			return (type.getType() instanceof TypeVariable<?> variable) ? variable.getName() : "?";
		}
		String name = type.toClass().getSimpleName();
		List<Type> within = Stream.concat(around.stream(), Stream.of(type.getType())).toList();
		return (type.getType() instanceof Class<?> || !type.hasGenerics()) ? name
				: Arrays.stream(type.getGenerics())
					.map((argument) -> simpleName(argument, within))
					.collect(Collectors.joining(", ", name + "<", ">"));
	}

	/** The method and its bean, for messages to people. */
	@Override
	public String toString() {
		return describe() + " of bean '" + this.beanName + "'";
	}

}
