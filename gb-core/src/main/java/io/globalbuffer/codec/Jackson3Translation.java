// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One annotation of Jackson 3 as the one of the same name in Jackson 2, attribute by
 * attribute.
 */
final class Jackson3Translation implements InvocationHandler {

	private static final String JACKSON_3 = "tools.jackson.";

	private static final String JACKSON_2 = "com.fasterxml.jackson.";

	private final Annotation original;

	private final Class<? extends Annotation> wanted;

	private final Map<String, Object> values = new HashMap<>();

	private Jackson3Translation(Annotation original, Class<? extends Annotation> wanted) {
		this.original = original;
		this.wanted = wanted;
	}

	/**
	 * Translates an annotation.
	 * @param <A> the type of the annotation
	 * @param original the annotation of Jackson 3
	 * @param wanted the type in Jackson 2
	 * @return the annotation; empty if it says something that Jackson 2 cannot do, with a
	 * class written for Jackson 3 for example
	 */
	static <A extends Annotation> Optional<A> of(Annotation original, Class<A> wanted) {
		Jackson3Translation translation = new Jackson3Translation(original, wanted);
		try {
			for (Method attribute : original.annotationType().getDeclaredMethods()) {
				if (!translation.take(attribute)) {
					return Optional.empty();
				}
			}
		}
		catch (ReflectiveOperationException ex) {
			return Optional.empty();
		}
		return Optional
			.of(wanted.cast(Proxy.newProxyInstance(wanted.getClassLoader(), new Class<?>[] { wanted }, translation)));
	}

	private boolean take(Method attribute) throws ReflectiveOperationException {
		Object value = attribute.invoke(this.original);
		if (value.equals(attribute.getDefaultValue())) {
			return true;
		}
		Optional<Method> same = Stream.of(this.wanted.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(attribute.getName()))
			.findFirst();
		if (same.isEmpty()) {
			return false;
		}
		Object translated = translated(value, same.get());
		if (translated != null) {
			this.values.put(attribute.getName(), translated);
		}
		return translated != null;
	}

	private static @Nullable Object translated(Object value, Method attribute) throws ClassNotFoundException {
		if (value instanceof Class<?> type) {
			Class<?> translated = type.getName().startsWith(JACKSON_3)
					? Class.forName(JACKSON_2 + type.getName().substring(JACKSON_3.length())) : type;
			return bound(attribute).isAssignableFrom(translated) ? translated : null;
		}
		if (value instanceof Enum<?> constant) {
			return Stream.of(attribute.getReturnType().getEnumConstants())
				.filter((candidate) -> ((Enum<?>) candidate).name().equals(constant.name()))
				.findFirst()
				.orElse(null);
		}
		return attribute.getReturnType().isInstance(value) ? value : null;
	}

	/** What the class that an attribute names has to be. */
	private static Class<?> bound(Method attribute) {
		Type given = ((ParameterizedType) attribute.getGenericReturnType()).getActualTypeArguments()[0];
		Type bound = (given instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0] : given;
		return switch (bound) {
			case Class<?> plain -> plain;
			case ParameterizedType generic -> (Class<?>) generic.getRawType();
			default -> Object.class;
		};
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
		return switch (method.getName()) {
			case "annotationType" -> this.wanted;
			case "toString" -> this.original.toString();
			case "hashCode" -> this.original.hashCode();
			case "equals" -> arguments != null && proxy == arguments[0];
			default -> this.values.getOrDefault(method.getName(), method.getDefaultValue());
		};
	}

}
