// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the name of a component or field becomes the key of a message. A name given with
 * {@code @JsonProperty} stands as it is.
 */
public enum FieldNaming {

	/** The key is the name. */
	AS_DECLARED,

	/**
	 * {@code camOn} becomes {@code cam_on}, as Python names its fields. An underscore
	 * goes before each capital letter that begins a word: {@code imageURL} becomes
	 * {@code image_url}, {@code URLName} {@code url_name}, {@code xRaw} {@code x_raw};
	 * digits belong to what is before them.
	 */
	SNAKE_CASE;

	/** Between a word and the next, whose first letter alone is a capital one. */
	private static final Pattern WORD_END = Pattern
		.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

	/**
	 * The naming as it is written in properties.
	 * @return lower case with dashes, for example {@code snake-case}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The key of a name.
	 * @param name the name as it is declared in Java
	 * @return the key
	 */
	public String keyOf(String name) {
		return switch (this) {
			case AS_DECLARED -> name;
			case SNAKE_CASE -> WORD_END.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
		};
	}

	/**
	 * The key of a record's component: the name that {@code @JsonProperty} gives it, else
	 * that of its declaration as this naming writes it.
	 * @param component the component
	 * @return the key
	 */
	public String keyOf(RecordComponent component) {
		// the annotation is not one of components, it goes on to their fields and
		// accessors
		String given = givenName(component.getAccessor());
		if (given == null) {
			given = givenName(fieldOf(component));
		}
		return (given != null) ? given : keyOf(component.getName());
	}

	private static @Nullable String givenName(AnnotatedElement element) {
		JsonProperty property = element.getAnnotation(JsonProperty.class);
		return (property != null && !property.value().isEmpty()) ? property.value() : null;
	}

	private static Field fieldOf(RecordComponent component) {
		try {
			return component.getDeclaringRecord().getDeclaredField(component.getName());
		}
		catch (NoSuchFieldException ex) {
			throw new IllegalStateException("The component " + component + " has no field", ex);
		}
	}

}
