// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.ArrayType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import org.jspecify.annotations.Nullable;

/**
 * Which reader and writer a type has. Types of the JDK that are not named here have no
 * form in a message: Jackson's own would be another one than Python's, or none that
 * Python reads.
 */
final class MessageTypes {

	private static final Set<Class<?>> LEFT_TO_JACKSON = Set.of(Object.class, String.class, Character.class, char.class,
			Boolean.class, boolean.class, Byte.class, byte.class, Short.class, short.class, Integer.class, int.class,
			Long.class, long.class, BigInteger.class, Float.class, float.class, Double.class, double.class);

	private static final String USUAL = ": use a record, a map, a collection, text, a number, a boolean, byte[] or a date or time";

	private MessageTypes() {
	}

	/**
	 * Whether a message can be of a type: a record, or another class of an application
	 * that is made of fields, with type arguments or without.
	 * @param type the type
	 * @return false for the JDK's classes, enums, arrays, interfaces and collections
	 */
	static boolean isMessage(Type type) {
		return switch (type) {
			case Class<?> plain -> isMessage(plain);
			case ParameterizedType generic -> isMessage(generic.getRawType());
			default -> false;
		};
	}

	private static boolean isMessage(Class<?> plain) {
		boolean special = plain.isInterface() || plain.isArray() || plain.isEnum() || plain.isPrimitive()
				|| plain.isHidden() || Enum.class.isAssignableFrom(plain);
		return !special && !isPlatform(plain) && !Collection.class.isAssignableFrom(plain)
				&& !Map.class.isAssignableFrom(plain);
	}

	/**
	 * Whether a class is the JDK's own.
	 * @param type the class
	 * @return true if no application's class loader defined it
	 */
	static boolean isPlatform(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
	}

	/**
	 * The application's class among the arguments of a type, and theirs.
	 * @param type the type
	 * @return the first one; the class that has them if all are the JDK's
	 */
	static Class<?> argumentOf(ParameterizedType type) {
		for (Type argument : type.getActualTypeArguments()) {
			Type found = (argument instanceof ParameterizedType generic) ? argumentOf(generic) : argument;
			if (found instanceof Class<?> plain && !isPlatform(plain)) {
				return plain;
			}
		}
		return (Class<?>) type.getRawType();
	}

	private static String noForm(Class<?> type) {
		return "a " + type.getTypeName() + " has no form in a message" + USUAL;
	}

	private static @Nullable String refusalOfAnnotations(Class<?> type) {
		String jackson3 = Jackson3Annotations.refusal(type);
		String refusal = (jackson3 != null) ? jackson3 : SelfReferences.refusal(type);
		return (refusal != null) ? type.getTypeName() + " " + refusal : null;
	}

	/** The writers. */
	static final class Writers extends Serializers.Base {

		@Override
		public @Nullable JsonSerializer<?> findSerializer(SerializationConfig config, JavaType type,
				BeanDescription description) {
			Class<?> plain = type.getRawClass();
			ScalarWriter<?> writer = ScalarWriter.of(plain);
			if (writer != null) {
				return writer;
			}
			if (LEFT_TO_JACKSON.contains(plain)) {
				return null;
			}
			String refusal = (isPlatform(plain) || plain.isHidden()) ? noForm(plain) : refusalOfAnnotations(plain);
			return (refusal != null) ? new RefusingWriter(plain, refusal) : null;
		}

		@Override
		public @Nullable JsonSerializer<?> findReferenceSerializer(SerializationConfig config, ReferenceType type,
				BeanDescription description, @Nullable TypeSerializer contentType,
				@Nullable JsonSerializer<Object> content) {
			return ScalarWriter.of(type.getRawClass());
		}

	}

	/** The readers. */
	static final class Readers extends Deserializers.Base {

		@Override
		public @Nullable JsonDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config,
				BeanDescription description) {
			Class<?> plain = type.getRawClass();
			ScalarReader reader = ScalarReader.of(plain);
			if (reader != null) {
				return reader;
			}
			if (plain == Object.class) {
				return new PlainValue();
			}
			String refusal = isPlatform(plain) ? noForm(plain) : refusalOfAnnotations(plain);
			return (refusal != null) ? new RefusingReader(plain, refusal) : null;
		}

		@Override
		public @Nullable JsonDeserializer<?> findReferenceDeserializer(ReferenceType type, DeserializationConfig config,
				BeanDescription description, @Nullable TypeDeserializer contentType,
				@Nullable JsonDeserializer<?> content) {
			return ScalarReader.of(type.getRawClass());
		}

		@Override
		public @Nullable JsonDeserializer<?> findEnumDeserializer(Class<?> type, DeserializationConfig config,
				BeanDescription description) {
			String refusal = refusalOfAnnotations(type);
			return (refusal != null) ? new RefusingReader(type, refusal) : EnumReader.of(type, config, description);
		}

		@Override
		public @Nullable JsonDeserializer<?> findArrayDeserializer(ArrayType type, DeserializationConfig config,
				BeanDescription description, @Nullable TypeDeserializer elementType,
				@Nullable JsonDeserializer<?> element) {
			ScalarReader reader = ScalarReader.of(type.getRawClass());
			Class<?> component = type.getContentType().getRawClass();
			if (reader == null && component.isPrimitive()) {
				return new PrimitiveArrayReader(component);
			}
			return reader;
		}

	}

	/** Refuses values that would be written in another form than one may expect. */
	private static final class RefusingWriter extends StdSerializer<Object> {

		private final String reason;

		private RefusingWriter(Class<?> type, String reason) {
			super(type, false);
			this.reason = reason;
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializerProvider serializers)
				throws IOException {
			throw JsonMappingException.from(generator, this.reason);
		}

	}

	/** Refuses values of a type that cannot be read. */
	static final class RefusingReader extends StdDeserializer<Object> {

		private final String reason;

		private RefusingReader(Class<?> type, String reason) {
			super(type);
			this.reason = reason;
		}

		/** Why, as a sentence without its full stop. */
		String reason() {
			return this.reason;
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			throw new CodecFailure.Mismatch(parser, this.reason, handledType());
		}

	}

}
