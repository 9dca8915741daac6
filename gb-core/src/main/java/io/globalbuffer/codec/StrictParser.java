// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the keys of maps are, beside their text. Spends memory from the message's
 * budget for each value.
 */
final class StrictParser extends MessagePackParser {

	/** What a list takes as soon as it has an element. */
	private static final int FIRST_ELEMENT = 48;

	private static final int BIG_INTEGER = 64;

	/** Of a timestamp, as a date and time with a zone at most. */
	private static final int MOMENT = 96;

	/** A power of two. */
	private static final int KNOWN_KEYS = 32;

	private final MemoryBudget budget;

	private boolean opened;

	private boolean skipping;

	/** Keys come again and again in lists of maps. */
	private @Nullable String @Nullable [] keys;

	StrictParser(byte[] bytes, int length, MemoryBudget budget) {
		super(bytes, length);
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
	public @Nullable JsonToken nextToken() throws IOException {
		JsonToken token = super.nextToken();
		if (!this.skipping && token != null && token != JsonToken.FIELD_NAME && !token.isStructEnd()) {
			this.budget.spend(sizeOf(token));
		}
		this.opened = token == JsonToken.START_ARRAY;
		return token;
	}

	/** What is skipped is not kept. */
	@Override
	public JsonParser skipChildren() throws IOException {
		this.skipping = true;
		try {
			return super.skipChildren();
		}
		finally {
			this.skipping = false;
		}
	}

	private long sizeOf(JsonToken token) throws IOException {
		JsonStreamContext place = getParsingContext();
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
			case VALUE_STRING -> sizeOf(getTextLength());
			case VALUE_NUMBER_INT -> sizeOfInteger();
			case VALUE_EMBEDDED_OBJECT ->
				(getEmbeddedObject() instanceof byte[] binary) ? MemoryBudget.OBJECT + binary.length : MOMENT;
			default -> 0;
		};
	}

	private static long sizeOf(int characters) {
		return (characters > 0) ? MemoryBudget.TEXT + (long) characters * Character.BYTES : 0;
	}

	private long sizeOfInteger() throws IOException {
		return switch (getNumberType()) {
			// the JVM keeps the small ones
			case INT -> (getIntValue() == (byte) getIntValue()) ? 0 : MemoryBudget.OBJECT;
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
		if (!hasToken(JsonToken.FIELD_NAME) || !key.equals(currentName())) {
			// what was kept for later, and what an @JsonAnySetter collects
			return shared(key);
		}
		return (keyValue() instanceof String text) ? shared(text) : keyValue();
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

}
