// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Set;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.globalbuffer.codec.FieldNaming;

/**
 * Refuses types that Jackson may write in another form than they say: wherever Jackson
 * looks for annotations, there may be none but those that name a key.
 */
final class FormAnnotations {

	/** Annotations that leave a value's form as it is. */
	private static final Set<Class<?>> HARMLESS = Set.of(JsonProperty.class, JsonAlias.class);

	private FormAnnotations() {
	}

	/**
	 * Checks fields, methods or the like.
	 * @param elements where annotations may be
	 * @throws NoSchemaException if there is one that counts
	 */
	static void check(AnnotatedElement... elements) {
		for (AnnotatedElement element : elements) {
			for (Annotation annotation : element.getAnnotations()) {
				if (isJacksons(annotation.annotationType()) && !isHarmless(annotation)) {
					throw refused(annotation);
				}
			}
		}
	}

	/**
	 * Checks the annotations of a class and what it inherits from its interfaces. Those
	 * of its members are left out.
	 * @param type a record or an enumeration
	 * @throws NoSchemaException if there is one that counts
	 */
	static void checkType(Class<?> type) {
		check(type);
		for (Class<?> parent : type.getInterfaces()) {
			checkType(parent);
			for (AnnotatedElement method : parent.getDeclaredMethods()) {
				for (Annotation annotation : method.getAnnotations()) {
					if (isJacksons(annotation.annotationType())) {
						throw refused(annotation);
					}
				}
			}
		}
	}

	/**
	 * Checks how a record is made.
	 * @param type a record
	 * @param naming how components become fields
	 * @throws NoSchemaException if other keys may be read than its components have
	 */
	static void checkCreators(Class<?> type, FieldNaming naming) {
		for (AnnotatedElement method : type.getDeclaredMethods()) {
			if (method.isAnnotationPresent(JsonCreator.class)) {
				check(method);
			}
		}
		RecordComponent[] components = type.getRecordComponents();
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			check(constructor);
			Parameter[] parameters = constructor.getParameters();
			check(parameters);
			for (int i = 0; i < parameters.length; i++) {
				JsonProperty property = parameters[i].getAnnotation(JsonProperty.class);
				boolean other = property != null && !property.value().isEmpty()
						&& (i >= components.length || !property.value().equals(naming.keyOf(components[i])));
				if (other) {
					throw new NoSchemaException("has a constructor whose parameter has the key '" + property.value()
							+ "', which is not that of the component");
				}
			}
		}
	}

	private static boolean isJacksons(Class<? extends Annotation> annotation) {
		return annotation.isAnnotationPresent(JacksonAnnotation.class)
				|| annotation.isAnnotationPresent(JacksonAnnotationsInside.class);
	}

	private static boolean isHarmless(Annotation annotation) {
		if (annotation instanceof JsonProperty property) {
			return property.access() == JsonProperty.Access.AUTO || property.access() == JsonProperty.Access.READ_WRITE;
		}
		return HARMLESS.contains(annotation.annotationType());
	}

	private static NoSchemaException refused(Annotation annotation) {
		return new NoSchemaException("has @" + annotation.annotationType().getSimpleName()
				+ ", which may give it another form than its type");
	}

}
