// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Values as a message carries them, before they are given a declared type: {@code null},
 * {@code Boolean}, {@code Long}, {@code BigInteger} beyond 64 signed bits,
 * {@code Double}, {@code String}, {@code byte[]}, {@code Instant}, {@code List} and
 * {@code Map}.
 */
final class PlainValue extends StdDeserializer<Object> {

	/** Most maps of messages are small, and there may be many. */
	private static final int INITIAL_ENTRIES = 4;

	PlainValue() {
		super(Object.class);
	}

	@Override
	public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
		return switch (parser.currentToken()) {
			case START_OBJECT -> map(parser, context);
			case START_ARRAY -> list(parser, context);
			case VALUE_NULL -> null;
			default -> scalar(parser);
		};
	}

	private Map<String, @Nullable Object> map(JsonParser parser, DeserializationContext context) throws IOException {
		StrictParser message = StrictParser.of(context);
		StrictParser.spend(context, MemoryBudget.MAP);
		Map<String, @Nullable Object> map = new LinkedHashMap<>(INITIAL_ENTRIES);
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			StrictParser.spend(context, MemoryBudget.ENTRY);
			String key = (message != null) ? message.shared(parser.currentName()) : parser.currentName();
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

	/**
	 * The value at the parser's token.
	 * @param parser at any token
	 * @return the value, {@code null} where a list or a map begins
	 * @throws IOException if it is an extension other than a timestamp
	 */
	static @Nullable Object scalar(JsonParser parser) throws IOException {
		return switch (parser.currentToken()) {
			case VALUE_STRING -> (parser.getTextLength() != 0) ? parser.getText() : "";
			case VALUE_NUMBER_INT -> integer(parser);
			case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_EMBEDDED_OBJECT -> embedded(parser);
			default -> null;
		};
	}

	/**
	 * The text that a text or binary value holds.
	 * @param plain a plain value
	 * @return the text, {@code null} if it holds none
	 */
	static @Nullable String text(Object plain) {
		if (plain instanceof String text) {
			return text;
		}
		if (plain instanceof byte[] bytes) {
			try {
				return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			}
			catch (CharacterCodingException ex) {
				return null;
			}
		}
		return null;
	}

	private static Object integer(JsonParser parser) throws IOException {
		if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
			return parser.getLongValue();
		}
		BigInteger value = parser.getBigIntegerValue();
		if (value.bitLength() < Long.SIZE) {
			return value.longValue();
		}
		return value;
	}

	private static Object embedded(JsonParser parser) throws IOException {
		Object embedded = parser.getEmbeddedObject();
		if (embedded instanceof byte[] bytes) {
			return bytes;
		}
		if (embedded instanceof MessageExtension extension) {
			return TimestampExtension.decode(parser, extension);
		}
		throw new CodecFailure.Mismatch(parser, "the value " + embedded + " has no Java form", Object.class);
	}

}
