// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.json.DupDetector;
import com.fasterxml.jackson.core.json.JsonReadContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message whose {@linkplain MessagePackFrame outside} was checked. Keys of maps
 * are text, of whatever they are made; one that occurs twice is an error.
 */
class MessagePackParser extends ValueParser {

	private static final int INITIAL_DEPTH = 8;

	private final byte[] bytes;

	private final int length;

	private int position;

	private int tokenStart;

	private JsonReadContext place = JsonReadContext.createRootContext(DupDetector.rootDetector(this));

	/** How many elements or entries there are, by level. */
	private int[] sizes = new int[INITIAL_DEPTH];

	/** The token that the last key's value would have. */
	private JsonToken keyKind = JsonToken.VALUE_STRING;

	MessagePackParser(byte[] bytes, int length) {
		this.bytes = bytes;
		this.length = length;
	}

	@Override
	@SuppressWarnings("NullAway") // null is the end, as everywhere in Jackson
	public @Nullable JsonToken nextToken() throws IOException {
		this.tokenStart = this.position;
		JsonToken token = read();
		this._currToken = token;
		return token;
	}

	private @Nullable JsonToken read() throws IOException {
		if (this.place.inRoot()) {
			return (this.position < this.length) ? value() : null;
		}
		if (this.place.inObject() && this._currToken == JsonToken.FIELD_NAME) {
			return value();
		}
		if (this.place.getEntryCount() == this.sizes[this.place.getNestingDepth() - 1]) {
			JsonToken end = this.place.inObject() ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
			this.place = this.place.clearAndGetParent();
			return end;
		}
		this.place.expectComma();
		if (this.place.inArray()) {
			return value();
		}
		this.keyKind = value();
		this.place.setCurrentName(keyValue().toString());
		return JsonToken.FIELD_NAME;
	}

	private JsonToken value() {
		int opcode = Byte.toUnsignedInt(this.bytes[this.position++]);
		if (opcode < 0x80 || opcode >= 0xe0) {
			return integer((byte) opcode);
		}
		if (opcode < 0xc0) {
			if (opcode < 0x90) {
				return enter(opcode & 0xf, true);
			}
			return (opcode < 0xa0) ? enter(opcode & 0xf, false) : text(opcode & 0x1f);
		}
		return switch (opcode) {
			case 0xc0 -> JsonToken.VALUE_NULL;
			case 0xc2 -> JsonToken.VALUE_FALSE;
			case 0xc3 -> JsonToken.VALUE_TRUE;
			case 0xc4, 0xc5, 0xc6 -> embedded(take(size(1 << (opcode - 0xc4))));
			case 0xc7, 0xc8, 0xc9 -> extension(size(1 << (opcode - 0xc7)));
			case 0xca -> decimal(Float.intBitsToFloat(BigEndian.getInt(this.bytes, advance(Float.BYTES))));
			case 0xcb -> decimal(Double.longBitsToDouble(BigEndian.getLong(this.bytes, advance(Double.BYTES))));
			case 0xcc, 0xcd, 0xce -> integer(unsigned(1 << (opcode - 0xcc)));
			case 0xcf -> unsignedLong();
			case 0xd0 -> integer(this.bytes[advance(Byte.BYTES)]);
			case 0xd1 -> integer(BigEndian.getShort(this.bytes, advance(Short.BYTES)));
			case 0xd2 -> integer(BigEndian.getInt(this.bytes, advance(Integer.BYTES)));
			case 0xd3 -> integer(BigEndian.getLong(this.bytes, advance(Long.BYTES)));
			case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << (opcode - 0xd4));
			case 0xd9, 0xda, 0xdb -> text(size(1 << (opcode - 0xd9)));
			case 0xdc, 0xdd -> enter(size(2 << (opcode - 0xdc)), false);
			case 0xde, 0xdf -> enter(size(2 << (opcode - 0xde)), true);
			default -> throw new IllegalStateException("Unchecked: no value begins with byte " + opcode);
		};
	}

	private JsonToken enter(int size, boolean map) {
		int depth = this.place.getNestingDepth();
		if (depth == this.sizes.length) {
			this.sizes = Arrays.copyOf(this.sizes, 2 * depth);
		}
		this.sizes[depth] = size;
		this.place = map ? this.place.createChildObjectContext(-1, -1) : this.place.createChildArrayContext(-1, -1);
		return map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
	}

	private JsonToken text(int size) {
		return text(new String(this.bytes, advance(size), size, StandardCharsets.UTF_8));
	}

	private JsonToken extension(int size) {
		byte type = this.bytes[advance(1)];
		return embedded(new MessageExtension(type, take(size)));
	}

	private JsonToken unsignedLong() {
		int start = advance(Long.BYTES);
		long value = BigEndian.getLong(this.bytes, start);
		return (value >= 0) ? integer(value)
				: integer(new BigInteger(1, Arrays.copyOfRange(this.bytes, start, this.position)));
	}

	/** No longer than the message, since that was checked. */
	private int size(int bytesOfSize) {
		return (int) unsigned(bytesOfSize);
	}

	private long unsigned(int size) {
		return BigEndian.getUnsigned(this.bytes, advance(size), size);
	}

	private byte[] take(int size) {
		int start = advance(size);
		return Arrays.copyOfRange(this.bytes, start, start + size);
	}

	private int advance(int size) {
		int start = this.position;
		this.position += size;
		return start;
	}

	/** What the last key is: see {@link #plain}. */
	final Object keyValue() {
		return plain(this.keyKind);
	}

	@Override
	public JsonReadContext getParsingContext() {
		return this.place;
	}

	@Override
	public @Nullable String currentName() {
		boolean begun = this._currToken == JsonToken.START_OBJECT || this._currToken == JsonToken.START_ARRAY;
		return (begun ? this.place.getParent() : this.place).getCurrentName();
	}

	@Override
	@SuppressWarnings("deprecation")
	public @Nullable String getCurrentName() {
		return currentName();
	}

	@Override
	public void overrideCurrentName(String name) {
		boolean begun = this._currToken == JsonToken.START_OBJECT || this._currToken == JsonToken.START_ARRAY;
		try {
			(begun ? this.place.getParent() : this.place).setCurrentName(name);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public JsonLocation currentTokenLocation() {
		return new JsonLocation(ContentReference.unknown(), this.tokenStart, -1, -1);
	}

	@Override
	public JsonLocation currentLocation() {
		return new JsonLocation(ContentReference.unknown(), this.position, -1, -1);
	}

	@Override
	@SuppressWarnings("deprecation")
	public JsonLocation getTokenLocation() {
		return currentTokenLocation();
	}

	@Override
	@SuppressWarnings("deprecation")
	public JsonLocation getCurrentLocation() {
		return currentLocation();
	}

	@Override
	protected void _handleEOF() {
		// the message was checked, it does not end early
	}

}
