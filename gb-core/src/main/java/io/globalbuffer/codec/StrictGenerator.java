// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.base.GeneratorBase;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonWriteContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.jspecify.annotations.Nullable;

/**
 * Writes MessagePack as Python peers write it: single floats as doubles, moments as
 * timestamps. Refuses what those peers refuse: integers beyond 64 bits, moments of other
 * years than 1 to 9999 and text that is not Unicode.
 */
final class StrictGenerator extends GeneratorBase {

	private static final int FEATURES = Feature.collectDefaults();

	/** Lends no buffers here. */
	private static final IOContext CONTEXT = new IOContext(StreamReadConstraints.defaults(),
			StreamWriteConstraints.defaults(), ErrorReportConfiguration.defaults(), new BufferRecycler(),
			ContentReference.unknown(), false);

	private static final int INITIAL_DEPTH = 8;

	/** Of an integer of 64 bits. */
	private static final int MOST_DIGITS = 20;

	private final MessagePackOutput output;

	/** Where the maps and lists begin that are not complete, by level. */
	private int[] starts = new int[INITIAL_DEPTH];

	/** The sizes they began with. */
	private int[] sizes = new int[INITIAL_DEPTH];

	private int depth;

	StrictGenerator(EncodedMessage target) {
		super(FEATURES, null, CONTEXT, JsonWriteContext.createRootContext(null));
		this.output = new MessagePackOutput(target);
	}

	/** Whether exactly one value was written. */
	boolean isComplete() {
		return this.depth == 0 && this._writeContext.getEntryCount() == 1;
	}

	@Override
	public void writeStartArray() throws IOException {
		writeStartArray(null, 0);
	}

	@Override
	public void writeStartArray(@Nullable Object forValue) throws IOException {
		writeStartArray(forValue, 0);
	}

	@Override
	public void writeStartArray(@Nullable Object forValue, int size) throws IOException {
		enter(false, size);
		this._writeContext = this._writeContext.createChildArrayContext(forValue);
	}

	@Override
	public void writeEndArray() throws IOException {
		if (!this._writeContext.inArray()) {
			_reportError("There is no list to end, but a " + this._writeContext.typeDesc());
		}
		leave(false);
	}

	@Override
	public void writeStartObject() throws IOException {
		writeStartObject(null, 0);
	}

	@Override
	public void writeStartObject(@Nullable Object forValue) throws IOException {
		writeStartObject(forValue, 0);
	}

	@Override
	public void writeStartObject(@Nullable Object forValue, int size) throws IOException {
		enter(true, size);
		this._writeContext = this._writeContext.createChildObjectContext(forValue);
	}

	@Override
	public void writeEndObject() throws IOException {
		if (!this._writeContext.inObject()) {
			_reportError("There is no map to end, but a " + this._writeContext.typeDesc());
		}
		leave(true);
	}

	private void enter(boolean map, int size) throws IOException {
		_verifyValueWrite("begin a map or a list");
		if (this.depth == MessagePackFrame.MAX_DEPTH) {
			throw JsonMappingException.from(this,
					"maps and lists lie more than " + MessagePackFrame.MAX_DEPTH + " deep in one another");
		}
		if (this.depth == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, 2 * this.depth);
			this.sizes = Arrays.copyOf(this.sizes, 2 * this.depth);
		}
		this.starts[this.depth] = this.output.position();
		this.sizes[this.depth] = size;
		this.depth++;
		this.output.begin(map, size);
	}

	private void leave(boolean map) {
		this.depth--;
		this.output.end(this.starts[this.depth], map, this.sizes[this.depth], this._writeContext.getEntryCount());
		this._writeContext = this._writeContext.clearAndGetParent();
	}

	@Override
	public void writeFieldName(String name) throws IOException {
		beginKey(name);
		text(name);
	}

	@Override
	public void writeFieldName(SerializableString name) throws IOException {
		beginKey(name.getValue());
		if (name instanceof MessageKeys.PlainKey key) {
			key.write(this.output);
		}
		else {
			this.output.text(name.asUnquotedUTF8());
		}
	}

	private void beginKey(String name) throws IOException {
		if (this._writeContext.writeFieldName(name) == JsonWriteContext.STATUS_EXPECT_VALUE) {
			_reportError("There is no place for the key " + name);
		}
	}

	@Override
	public void writeString(@Nullable String text) throws IOException {
		if (text == null) {
			writeNull();
			return;
		}
		_verifyValueWrite(WRITE_STRING);
		text(text);
	}

	@Override
	public void writeString(char[] text, int offset, int length) throws IOException {
		writeString(new String(text, offset, length));
	}

	@Override
	public void writeRawUTF8String(byte[] text, int offset, int length) throws IOException {
		writeUTF8String(text, offset, length);
	}

	@Override
	public void writeUTF8String(byte[] text, int offset, int length) throws IOException {
		writeString(new String(text, offset, length, StandardCharsets.UTF_8));
	}

	@Override
	public void writeRaw(String text) throws IOException {
		writeString(text);
	}

	@Override
	public void writeRaw(String text, int offset, int length) throws IOException {
		writeString(text.substring(offset, offset + length));
	}

	@Override
	public void writeRaw(char[] text, int offset, int length) throws IOException {
		writeString(text, offset, length);
	}

	@Override
	public void writeRaw(char character) throws IOException {
		writeString(String.valueOf(character));
	}

	@Override
	public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws IOException {
		_verifyValueWrite(WRITE_BINARY);
		this.output.binary(data, offset, length);
	}

	@Override
	public void writeNumber(int number) throws IOException {
		writeNumber((long) number);
	}

	@Override
	public void writeNumber(long number) throws IOException {
		_verifyValueWrite(WRITE_NUMBER);
		this.output.integer(number);
	}

	@Override
	public void writeNumber(BigInteger number) throws IOException {
		if (!fits(number)) {
			throw JsonMappingException.from(this, number + " is outside of -2^63 to 2^64 - 1");
		}
		_verifyValueWrite(WRITE_NUMBER);
		this.output.integer(number);
	}

	/**
	 * Whether an integer has a form in MessagePack.
	 * @param number the integer
	 * @return true from -2^63 to 2^64 - 1
	 */
	static boolean fits(BigInteger number) {
		return (number.signum() < 0) ? number.bitLength() < Long.SIZE : number.bitLength() <= Long.SIZE;
	}

	@Override
	public void writeNumber(float number) throws IOException {
		writeNumber((double) number);
	}

	@Override
	public void writeNumber(double number) throws IOException {
		_verifyValueWrite(WRITE_NUMBER);
		this.output.number(number);
	}

	/** Of a tree: those of other values are text. */
	@Override
	public void writeNumber(BigDecimal number) throws IOException {
		BigDecimal plain = number.stripTrailingZeros();
		double nearest = plain.doubleValue();
		if (plain.scale() <= 0 && plain.precision() - plain.scale() <= MOST_DIGITS && fits(plain.toBigInteger())) {
			writeNumber(plain.toBigInteger());
		}
		else if (Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(plain) == 0) {
			writeNumber(nearest);
		}
		else {
			throw JsonMappingException.from(this, number + " is neither an integer of 64 bits nor a float of 8 bytes");
		}
	}

	/** Of a class of numbers that is not known. */
	@Override
	public void writeNumber(String number) throws IOException {
		try {
			writeNumber(Long.parseLong(number));
		}
		catch (NumberFormatException ex) {
			writeNumber(Double.parseDouble(number));
		}
	}

	@Override
	public void writeBoolean(boolean flag) throws IOException {
		_verifyValueWrite(WRITE_BOOLEAN);
		this.output.flag(flag);
	}

	@Override
	public void writeNull() throws IOException {
		_verifyValueWrite(WRITE_NULL);
		this.output.nil();
	}

	/**
	 * Writes a moment.
	 * @param instant the moment
	 * @throws IOException if Python has no such moment
	 */
	void writeTimestamp(Instant instant) throws IOException {
		writeExtension(TimestampExtension.encode(TemporalRange.requireMoment(this, instant)));
	}

	@Override
	public void writeEmbeddedObject(@Nullable Object value) throws IOException {
		if (value instanceof MessageExtension extension) {
			writeExtension(extension);
		}
		else {
			super.writeEmbeddedObject(value);
		}
	}

	private void writeExtension(MessageExtension extension) throws IOException {
		_verifyValueWrite("write an extension");
		this.output.extension(extension.type(), extension.data());
	}

	private void text(String text) throws IOException {
		this.output.text(text, utf8Length(text));
	}

	private int utf8Length(String text) throws IOException {
		int length = text.length();
		long bytes = length;
		for (int i = 0; i < length; i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				bytes += (character < 0x800) ? 1 : 2;
				if (Character.isSurrogate(character)) {
					boolean pair = i + 1 < length && Character.isSurrogatePair(character, text.charAt(i + 1));
					if (!pair) {
						throw JsonMappingException.from(this,
								"half of a surrogate pair at character " + i + " has no form in UTF-8");
					}
					// four bytes for both
					i++;
				}
			}
		}
		return Math.toIntExact(bytes);
	}

	@Override
	public void flush() {
		// holds nothing back
	}

	@Override
	protected void _releaseBuffers() {
		// has none
	}

	@Override
	protected void _verifyValueWrite(String what) throws IOException {
		if (this._writeContext.writeValue() == JsonWriteContext.STATUS_EXPECT_NAME) {
			_reportError("Cannot " + what + " where a key belongs");
		}
	}

}
