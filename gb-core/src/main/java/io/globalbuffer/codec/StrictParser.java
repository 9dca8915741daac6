// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the keys of maps are: the MessagePack parser beneath makes text of them all.
 * Spends memory from the message's budget for each value.
 */
final class StrictParser extends JsonParserDelegate {

	private static final int FLOAT = 0xca;

	private static final int DOUBLE = 0xcb;

	/** What a list takes as soon as it has an element. */
	private static final int FIRST_ELEMENT = 48;

	private static final int BIG_INTEGER = 64;

	/** Of a timestamp, as a date and time with a zone at most. */
	private static final int MOMENT = 96;

	/** A power of two. */
	private static final int KNOWN_KEYS = 32;

	private final byte[] bytes;

	private final MemoryBudget budget;

	private boolean opened;

	/** Keys come again and again in lists of maps. */
	private @Nullable String @Nullable [] keys;

	StrictParser(JsonParser parser, byte[] bytes, MemoryBudget budget) {
		super(parser);
		this.bytes = bytes;
		this.budget = budget;
	}

	/**
	 * The parser of the message that is being read.
	 * @param context where it is read
	 * @return the parser, also while values are read that were kept for later,
	 * {@code null} where an application's deserializer reads from a tree it has made:
	 * memory was spent when that was read
	 */
	static @Nullable StrictParser of(DeserializationContext context) {
		return (context.getParser() instanceof StrictParser parser) ? parser : null;
	}

	/**
	 * Takes memory for what is made besides the values themselves.
	 * @param context where it is made
	 * @param size how much
	 * @throws IOException if the message takes too much
	 */
	static void spend(DeserializationContext context, long size) throws IOException {
		StrictParser parser = of(context);
		if (parser != null) {
			parser.budget.spend(size);
		}
	}

	@Override
	public JsonToken nextToken() throws IOException {
		JsonToken token = this.delegate.nextToken();
		if (token != null && token != JsonToken.FIELD_NAME && !token.isStructEnd()) {
			this.budget.spend(sizeOf(token));
		}
		this.opened = token == JsonToken.START_ARRAY;
		return token;
	}

	@Override
	public JsonToken nextValue() throws IOException {
		JsonToken token = nextToken();
		return (token == JsonToken.FIELD_NAME) ? nextToken() : token;
	}

	private long sizeOf(JsonToken token) throws IOException {
		JsonStreamContext place = this.delegate.getParsingContext();
		JsonStreamContext parent = token.isStructStart() ? place.getParent() : place;
		long size = MemoryBudget.SLOT;
		if (this.opened) {
			size += FIRST_ELEMENT;
		}
		if (parent != null && parent.getCurrentValue() instanceof Set) {
			size += MemoryBudget.ENTRY;
		}
		return size + switch (token) {
			case START_OBJECT, START_ARRAY, VALUE_NUMBER_FLOAT -> MemoryBudget.OBJECT;
			case VALUE_STRING -> sizeOf(this.delegate.getTextLength());
			case VALUE_NUMBER_INT -> sizeOfInteger();
			case VALUE_EMBEDDED_OBJECT -> (this.delegate.getEmbeddedObject() instanceof byte[] binary)
					? MemoryBudget.OBJECT + binary.length : MOMENT;
			default -> 0;
		};
	}

	private static long sizeOf(int characters) {
		return (characters > 0) ? MemoryBudget.TEXT + (long) characters * Character.BYTES : 0;
	}

	private long sizeOfInteger() throws IOException {
		return switch (this.delegate.getNumberType()) {
			// the JVM keeps the small ones
			case INT -> (this.delegate.getIntValue() == (byte) this.delegate.getIntValue()) ? 0 : MemoryBudget.OBJECT;
			case LONG -> MemoryBudget.OBJECT;
			default -> BIG_INTEGER;
		};
	}

	/**
	 * The value of a key, which is text to readers with Jackson.
	 * @param key the key's text
	 * @return a {@code String}, {@code Long}, {@code BigInteger}, {@code Double} or
	 * {@code Boolean}, always the text if the parser is no longer at the key
	 * @throws IOException if the parser fails
	 */
	Object plainKey(String key) throws IOException {
		if (!hasToken(JsonToken.FIELD_NAME) || !key.equals(this.delegate.currentName())) {
			// what was kept for later, and what an @JsonAnySetter collects
			return shared(key);
		}
		int opcode = Byte.toUnsignedInt(this.bytes[(int) this.delegate.currentTokenLocation().getCharOffset()]);
		return switch (opcode) {
			case 0xc2, 0xc3 -> opcode == 0xc3;
			case FLOAT, DOUBLE -> Double.valueOf(key);
			case 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3 -> integer(key);
			default -> (opcode < 0x80 || opcode >= 0xe0) ? integer(key) : shared(key);
		};
	}

	/**
	 * One text for all equal keys, as far as possible.
	 * @param key a key of this message
	 * @return an equal text
	 * @throws IOException if the message takes too much memory
	 */
	String shared(String key) throws IOException {
		if (this.keys == null) {
			this.keys = new String[KNOWN_KEYS];
		}
		int index = key.hashCode() & (KNOWN_KEYS - 1);
		String known = this.keys[index];
		if (known != null && known.equals(key)) {
			return known;
		}
		this.budget.spend(sizeOf(key.length()));
		this.keys[index] = key;
		return key;
	}

	private static Object integer(String key) {
		BigInteger value = new BigInteger(key);
		if (value.bitLength() < Long.SIZE) {
			return value.longValue();
		}
		return value;
	}

}
