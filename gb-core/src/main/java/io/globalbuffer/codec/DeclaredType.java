// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The type of a field of a message, and whether it and what is inside may be
 * {@code null}. The same for schemas, writing and reading.
 *
 * @param type the type in Java
 * @param nullable whether it is declared to be possibly {@code null}
 * @param contents the types of its elements or type arguments, in their order
 */
public record DeclaredType(Type type, boolean nullable, List<DeclaredType> contents) {

	private static final Set<Type> MAY_BE_NULL = Set.of(Object.class, Optional.class, OptionalInt.class,
			OptionalLong.class, OptionalDouble.class);

	/**
	 * Creates a type.
	 * @param type the type in Java
	 * @param nullable whether it is declared to be possibly {@code null}
	 * @param contents the types of its elements or type arguments
	 */
	public DeclaredType {
		contents = List.copyOf(contents);
	}

	/**
	 * The type of a record's component: {@code null} where it is declared so in any of
	 * the places that Java keeps for it, which are the component, its field, its accessor
	 * and the parameters of constructors. Not all compilers annotate them all.
	 * @param component the component
	 * @return the type
	 */
	public static DeclaredType of(RecordComponent component) {
		return new PropertyTypes(FieldNaming.AS_DECLARED).of(component);
	}

	/** The type as it is declared in one place. */
	static DeclaredType of(AnnotatedType type) {
		Stream<AnnotatedType> contents = switch (type) {
			case AnnotatedParameterizedType generic -> Stream.of(generic.getAnnotatedActualTypeArguments());
			case AnnotatedArrayType array -> Stream.of(array.getAnnotatedGenericComponentType());
			default -> Stream.empty();
		};
		return new DeclaredType(type.getType(), type.isAnnotationPresent(Nullable.class),
				contents.map(DeclaredType::of).toList());
	}

	/** The type as it is declared in two places. */
	DeclaredType or(DeclaredType other) {
		List<DeclaredType> either = new ArrayList<>();
		for (int i = 0; i < this.contents.size(); i++) {
			DeclaredType content = this.contents.get(i);
			either.add((i < other.contents.size()) ? content.or(other.contents.get(i)) : content);
		}
		return new DeclaredType(this.type, this.nullable || other.nullable, either);
	}

	/** Whether a value may be {@code null}, be it declared or the type's nature. */
	boolean mayBeNull() {
		return this.nullable || switch (this.type) {
			case Class<?> plain -> MAY_BE_NULL.contains(plain);
			case ParameterizedType generic -> MAY_BE_NULL.contains(generic.getRawType());
			case GenericArrayType _ -> false;
			default -> true;
		};
	}

	/** Whether anything inside may be: Jackson makes no difference between the levels. */
	boolean contentMayBeNull() {
		return this.contents.stream().anyMatch((content) -> content.mayBeNull() || content.contentMayBeNull());
	}

}
