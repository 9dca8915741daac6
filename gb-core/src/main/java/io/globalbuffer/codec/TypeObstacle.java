// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;

/**
 * Explains why a type cannot be read, and what would do.
 */
final class TypeObstacle {

	private TypeObstacle() {
	}

	/**
	 * Jackson could not make a reader.
	 * @param type the type to be read
	 * @param failure what Jackson said
	 * @return a clause for people
	 */
	static String unreadable(JavaType type, JsonMappingException failure) {
		if (type.isMapLikeType()) {
			return "the keys of a map are text, integers, booleans, UUIDs or an enum's constants, not of the type "
					+ type.getKeyType().toCanonical();
		}
		return hasUnnamedParameters(type.getRawClass()) ? cannotBeMade(type.getRawClass())
				: type.toCanonical() + " cannot be read: " + failure.getOriginalMessage();
	}

	/**
	 * Whether a creator is meant to be used, but it cannot be told what its parameters
	 * are.
	 */
	private static boolean hasUnnamedParameters(Class<?> type) {
		return Stream
			.<Executable>concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
			.anyMatch((creator) -> {
				long named = Stream.of(creator.getParameters())
					.filter((parameter) -> parameter.isAnnotationPresent(JsonProperty.class))
					.count();
				return named < creator.getParameterCount()
						&& (named > 0 || creator.isAnnotationPresent(JsonCreator.class));
			});
	}

	/**
	 * A class has no creator that could be used.
	 * @param type the class
	 * @return sentences for people, without the last full stop
	 */
	static String cannotBeMade(Class<?> type) {
		if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
			return type.getTypeName() + " is an inner class, whose objects each need one of the class around it."
					+ " Declare it static, or make it a record";
		}
		String missing = type.getTypeName()
				+ " cannot be made: it has neither a constructor without parameters nor one whose parameters all have"
				+ " names. ";
		if (KotlinClasses.lacksModule(type)) {
			return missing + "For classes of Kotlin, add com.fasterxml.jackson.module:jackson-module-kotlin to the"
					+ " class path, or make it a @JvmRecord";
		}
		return missing + "Make it a record, or annotate one constructor with @JsonCreator, and its parameters with"
				+ " @JsonProperty and their names";
	}

	/**
	 * It is not known which class to make.
	 * @param type an interface or abstract class
	 * @return sentences for people, without the last full stop
	 */
	static String isAbstract(Class<?> type) {
		return described(type) + ", and nothing says which class to make. Declare a record or class, or Object for"
				+ " any value, or name the classes with @JsonTypeInfo and @JsonSubTypes";
	}

	/**
	 * Returns what an abstract type is.
	 * @param type an interface or abstract class
	 * @return for example {@code com.acme.Shape is a sealed interface}
	 */
	static String described(Class<?> type) {
		String kind = type.isInterface() ? "interface" : "abstract class";
		return type.getTypeName() + " is " + (type.isSealed() ? "a sealed " + kind : "an " + kind);
	}

}
