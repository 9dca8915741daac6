package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.jspecify.annotations.Nullable;

/**
 * Readers of the types for which Jackson's own would convert silently or hand out the
 * MessagePack library's types.
 */
final class StrictDeserializers {

	private StrictDeserializers() {
	}

	static SimpleModule module() {
		return new SimpleModule("global-buffer").addDeserializer(String.class, new Text())
			.addDeserializer(BigInteger.class, new LargeInteger())
			.addDeserializer(Object.class, new PlainValue());
	}

	/** Text from text only: neither numbers nor Base64 of bytes. */
	private static final class Text extends StdDeserializer<String> {

		private Text() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText()
					: (String) context.handleUnexpectedToken(String.class, parser);
		}

	}

	/** Large integers without cutting off fractions. */
	private static final class LargeInteger extends StdDeserializer<BigInteger> {

		private LargeInteger() {
			super(BigInteger.class);
		}

		@Override
		public BigInteger deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			return parser.currentToken().isNumeric() ? parser.getBigIntegerValue()
					: (BigInteger) context.handleUnexpectedToken(BigInteger.class, parser);
		}

	}

	/** Values without a declared type, see {@link MessagePackCodec}. */
	private static final class PlainValue extends StdDeserializer<Object> {

		private PlainValue() {
			super(Object.class);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			return switch (parser.currentToken()) {
				case START_OBJECT -> map(parser, context);
				case START_ARRAY -> list(parser, context);
				case VALUE_STRING -> parser.getText();
				case VALUE_NUMBER_INT -> integer(parser);
				case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
				case VALUE_TRUE -> true;
				case VALUE_FALSE -> false;
				case VALUE_NULL -> null;
				case VALUE_EMBEDDED_OBJECT -> bytes(parser);
				default -> context.handleUnexpectedToken(Object.class, parser);
			};
		}

		private Map<String, @Nullable Object> map(JsonParser parser, DeserializationContext context)
				throws IOException {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			while (parser.nextToken() != JsonToken.END_OBJECT) {
				String key = parser.currentName();
				parser.nextToken();
				try {
					map.put(key, deserialize(parser, context));
				}
				catch (JsonMappingException ex) {
					ex.prependPath(map, key);
					throw ex;
				}
			}
			return map;
		}

		private List<@Nullable Object> list(JsonParser parser, DeserializationContext context) throws IOException {
			List<@Nullable Object> list = new ArrayList<>();
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				try {
					list.add(deserialize(parser, context));
				}
				catch (JsonMappingException ex) {
					ex.prependPath(list, list.size());
					throw ex;
				}
			}
			return list;
		}

		private static Object integer(JsonParser parser) throws IOException {
			BigInteger value = parser.getBigIntegerValue();
			if (value.bitLength() < Long.SIZE) {
				return value.longValue();
			}
			return value;
		}

		private static Object bytes(JsonParser parser) throws IOException {
			if (parser.getEmbeddedObject() instanceof byte[] bytes) {
				return bytes;
			}
			throw new CodecFailure.Mismatch(parser, "a MessagePack extension has no Java form", Object.class);
		}

	}

}
