// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;

/**
 * Classes that are made by a builder, and the builders. Both have a place for each value.
 */
final class BuilderClasses {

	private static final List<String> PREFIXES = List.of("get", "set", "is", "with");

	private BuilderClasses() {
	}

	/**
	 * The classes that have places for the same values.
	 * @param type a class
	 * @return the class itself, and its builder or what it builds
	 */
	static Set<Class<?>> sharing(Class<?> type) {
		Set<Class<?>> classes = new LinkedHashSet<>(List.of(type));
		builderOf(type).ifPresent(classes::add);
		built(type).filter((candidate) -> builderOf(candidate).filter(type::isAssignableFrom).isPresent())
			.forEach(classes::add);
		return classes;
	}

	/**
	 * Returns what the names of methods may begin with that have a place for a value.
	 * @param type the class of the methods
	 * @return the prefixes
	 */
	static List<String> prefixes(Class<?> type) {
		return Jackson3Annotations.ofClass(type, JsonPOJOBuilder.class)
			.map((builder) -> List.of(builder.withPrefix()))
			.orElse(PREFIXES);
	}

	private static Optional<Class<?>> builderOf(Class<?> type) {
		return Jackson3Annotations.ofClass(type, JsonDeserialize.class)
			.<Class<?>>map(JsonDeserialize::builder)
			.filter((builder) -> builder != Void.class);
	}

	/** What a class might build. A generic builder may say it by its place alone. */
	private static Stream<Class<?>> built(Class<?> builder) {
		Stream<Class<?>> made = Stream.of(builder.getDeclaredMethods())
			.filter((method) -> method.getParameterCount() == 0)
			.map(Method::getReturnType);
		return Stream.concat(Stream.ofNullable(builder.getEnclosingClass()), made);
	}

}
