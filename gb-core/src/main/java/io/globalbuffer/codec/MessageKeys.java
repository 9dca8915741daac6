// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.KeyDeserializers;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of maps: text, and as Python writes them integers and booleans.
 */
final class MessageKeys extends Serializers.Base implements KeyDeserializers {

	private static final Set<Class<?>> READ = Set.of(String.class, Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class, Boolean.class, UUID.class);

	@Override
	public @Nullable JsonSerializer<?> findSerializer(SerializationConfig config, JavaType type,
			BeanDescription description) {
		Class<?> key = type.getRawClass();
		return (key == String.class || key == UUID.class || key.isEnum()) ? null : new Writer();
	}

	@Override
	public @Nullable KeyDeserializer findKeyDeserializer(JavaType type, DeserializationConfig config,
			BeanDescription description) {
		Class<?> key = type.getRawClass();
		ScalarReader reader = READ.contains(key) ? ScalarReader.of(key) : null;
		if (reader != null) {
			return new Reader(reader::convert);
		}
		// the given description knows the class's annotations only, not those of members
		EnumReader constants = key.isEnum() ? EnumReader.of(key, config, config.introspect(type)) : null;
		return (constants != null) ? new Reader(constants::convertKey) : null;
	}

	/**
	 * Writes a key.
	 * @param generator where to
	 * @param key the key, anything but an enum's constant
	 * @throws IOException if it cannot be the key of a map
	 */
	static void write(JsonGenerator generator, @Nullable Object key) throws IOException {
		switch (key) {
			case String text -> generator.writeFieldName(text);
			case UUID uuid -> generator.writeFieldName(uuid.toString());
			case Byte number -> writeInteger(generator, number);
			case Short number -> writeInteger(generator, number);
			case Integer number -> writeInteger(generator, number);
			case Long number -> writeInteger(generator, number);
			case BigInteger number when StrictGenerator.fits(number) -> generator.writeFieldName(new PlainKey(number));
			case Boolean flag -> generator.writeFieldName(new PlainKey(flag));
			case null, default -> throw JsonMappingException.from(generator, "the key " + key
					+ " of a map is neither text nor an integer of 64 bits, a boolean or an enum's constant");
		}
	}

	private static void writeInteger(JsonGenerator generator, long number) throws IOException {
		generator.writeFieldName(new PlainKey(BigInteger.valueOf(number)));
	}

	/** A key that is not text, except to other generators. */
	static final class PlainKey extends SerializedString {

		private static final long serialVersionUID = 1L;

		/** A boolean or an integer. */
		private final Object key;

		private PlainKey(Object key) {
			super(key.toString());
			this.key = key;
		}

		void write(MessagePackOutput output) {
			if (this.key instanceof BigInteger number) {
				output.integer(number);
			}
			else {
				output.flag((boolean) this.key);
			}
		}

	}

	/** Keys whose class is known when they are written. */
	private static final class Writer extends StdSerializer<Object> {

		private Writer() {
			super(Object.class);
		}

		@Override
		public void serialize(Object key, JsonGenerator generator, SerializerProvider serializers) throws IOException {
			if (key instanceof Enum<?> constant) {
				serializers.findKeySerializer(constant.getDeclaringClass(), null)
					.serialize(constant, generator, serializers);
			}
			else {
				write(generator, key);
			}
		}

	}

	/** Keys of a declared type. */
	private static final class Reader extends KeyDeserializer {

		private final Conversion conversion;

		private Reader(Conversion conversion) {
			this.conversion = conversion;
		}

		@Override
		public Object deserializeKey(String key, DeserializationContext context) throws IOException {
			StrictParser.spend(context, MemoryBudget.ENTRY);
			StrictParser parser = StrictParser.of(context);
			return this.conversion.convert(context.getParser(), (parser != null) ? parser.plainKey(key) : key);
		}

	}

	/** How a plain value becomes a key. */
	private interface Conversion {

		Object convert(JsonParser parser, Object plain) throws IOException;

	}

}
