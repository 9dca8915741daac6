// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.globalbuffer.codec.DeclaredType;

/**
 * The Python type that a Java type of a component stands for.
 */
sealed interface FieldType {

	/** Whether it is {@code T | None}. */
	boolean nullable();

	/** The same as {@code T | None}. */
	FieldType orNull();

	/** Whether its schema is only a reference, which pydantic gives no title. */
	default boolean isReference() {
		return false;
	}

	/**
	 * A type without parts.
	 *
	 * @param schema what says all of it
	 */
	record Simple(Map<String, String> schema, boolean nullable) implements FieldType {

		@Override
		public FieldType orNull() {
			return new Simple(this.schema, true);
		}

	}

	/**
	 * A list or set.
	 */
	record Items(FieldType item, boolean unique, boolean nullable) implements FieldType {

		@Override
		public FieldType orNull() {
			return new Items(this.item, this.unique, true);
		}

	}

	/**
	 * A dict with text keys.
	 */
	record Values(FieldType value, boolean nullable) implements FieldType {

		@Override
		public FieldType orNull() {
			return new Values(this.value, true);
		}

	}

	/**
	 * A model, from a record.
	 */
	record Model(Class<?> type, boolean nullable) implements FieldType {

		@Override
		public FieldType orNull() {
			return new Model(this.type, true);
		}

		@Override
		public boolean isReference() {
			return true;
		}

	}

	/**
	 * An enumeration, by the values that stand for its constants.
	 */
	record Enumeration(Class<?> type, List<String> values, boolean nullable) implements FieldType {

		@Override
		public FieldType orNull() {
			return new Enumeration(this.type, this.values, true);
		}

		@Override
		public boolean isReference() {
			return true;
		}

	}

	/**
	 * The type of a component or of a part of it.
	 * @param type the type as it is declared
	 * @return what it stands for
	 * @throws NoSchemaException if that is not certain, saying why
	 */
	static FieldType of(DeclaredType type) {
		FieldType field = switch (type.type()) {
			case Class<?> plain when !plain.isArray() -> PlainTypes.of(plain);
			case ParameterizedType generic -> ofGeneric(generic, type.contents());
			case Class<?> _, GenericArrayType _ -> ofArray(type);
			default -> unknown(type.type());
		};
		return type.nullable() ? field.orNull() : field;
	}

	private static FieldType ofArray(DeclaredType array) {
		DeclaredType item = array.contents().getFirst();
		if (item.type() == byte.class) {
			return PlainTypes.BINARY;
		}
		if (item.type() == char.class || item.type() == Byte.class) {
			return unknown(array.type());
		}
		return new Items(of(item), false, false);
	}

	private static FieldType ofGeneric(ParameterizedType generic, List<DeclaredType> arguments) {
		Type raw = generic.getRawType();
		if (raw == List.class || raw == Collection.class) {
			return new Items(of(arguments.getFirst()), false, false);
		}
		if (raw == Set.class) {
			return new Items(of(arguments.getFirst()), true, false);
		}
		if (raw == Optional.class) {
			return of(arguments.getFirst()).orNull();
		}
		if (raw == Map.class && arguments.getFirst().type() == String.class) {
			return new Values(of(arguments.getLast()), false);
		}
		return unknown(generic);
	}

	private static FieldType unknown(Type type) {
		throw new NoSchemaException("is a " + type.getTypeName() + ", for which pydantic has no certain rule");
	}

}
