package io.globalbuffer.schema;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

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
	static FieldType of(AnnotatedType type) {
		FieldType field = switch (type) {
			case AnnotatedArrayType array -> ofArray(array);
			case AnnotatedParameterizedType generic -> ofGeneric(generic);
			default -> (type.getType() instanceof Class<?> plain) ? PlainTypes.of(plain) : unknown(type.getType());
		};
		return type.isAnnotationPresent(Nullable.class) ? field.orNull() : field;
	}

	private static FieldType ofArray(AnnotatedArrayType array) {
		Type item = array.getAnnotatedGenericComponentType().getType();
		if (item == byte.class) {
			return PlainTypes.BINARY;
		}
		if (item == char.class || item == Byte.class) {
			return unknown(array.getType());
		}
		return new Items(of(array.getAnnotatedGenericComponentType()), false, false);
	}

	private static FieldType ofGeneric(AnnotatedParameterizedType generic) {
		AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
		Type raw = ((ParameterizedType) generic.getType()).getRawType();
		if (raw == List.class || raw == Collection.class) {
			return new Items(of(arguments[0]), false, false);
		}
		if (raw == Set.class) {
			return new Items(of(arguments[0]), true, false);
		}
		if (raw == Optional.class) {
			return of(arguments[0]).orNull();
		}
		if (raw == Map.class && arguments[0].getType() == String.class) {
			return new Values(of(arguments[1]), false);
		}
		return unknown(generic.getType());
	}

	private static FieldType unknown(Type type) {
		throw new NoSchemaException("is a " + type.getTypeName() + ", for which pydantic has no certain rule");
	}

}
