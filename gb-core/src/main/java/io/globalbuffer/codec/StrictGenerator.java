// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.msgpack.jackson.dataformat.MessagePackGenerator;

/**
 * Writes MessagePack as Python peers write it where the generator beneath has other
 * forms: single floats as doubles, moments as timestamps. Refuses what those peers
 * refuse: integers beyond 64 bits, moments of other years than 1 to 9999 and text that is
 * not Unicode.
 */
final class StrictGenerator extends JsonGeneratorDelegate {

	private int depth;

	StrictGenerator(JsonGenerator generator) {
		super(generator, false);
	}

	@Override
	public void writeNumber(float number) throws IOException {
		this.delegate.writeNumber((double) number);
	}

	@Override
	public void writeNumber(BigInteger number) throws IOException {
		if (!fits(number)) {
			throw JsonMappingException.from(this, number + " is outside of -2^63 to 2^64 - 1");
		}
		this.delegate.writeNumber(number);
	}

	/**
	 * Whether an integer has a form in MessagePack.
	 * @param number the integer
	 * @return true from -2^63 to 2^64 - 1
	 */
	static boolean fits(BigInteger number) {
		return (number.signum() < 0) ? number.bitLength() < Long.SIZE : number.bitLength() <= Long.SIZE;
	}

	/**
	 * Writes a moment.
	 * @param instant the moment
	 * @throws IOException if Python has no such moment
	 */
	void writeTimestamp(Instant instant) throws IOException {
		((MessagePackGenerator) this.delegate)
			.writeExtensionType(TimestampExtension.encode(TemporalRange.requireMoment(this, instant)));
	}

	@Override
	public void writeString(String text) throws IOException {
		requireUnicode(text);
		this.delegate.writeString(text);
	}

	@Override
	public void writeString(char[] text, int offset, int length) throws IOException {
		writeString(new String(text, offset, length));
	}

	@Override
	public void writeFieldName(String name) throws IOException {
		requireUnicode(name);
		this.delegate.writeFieldName(name);
	}

	@Override
	public void writeStartArray() throws IOException {
		enter();
		this.delegate.writeStartArray();
	}

	@Override
	public void writeStartArray(Object forValue) throws IOException {
		enter();
		this.delegate.writeStartArray(forValue);
	}

	@Override
	public void writeStartArray(Object forValue, int size) throws IOException {
		enter();
		this.delegate.writeStartArray(forValue, size);
	}

	@Override
	public void writeEndArray() throws IOException {
		this.depth--;
		this.delegate.writeEndArray();
	}

	@Override
	public void writeStartObject() throws IOException {
		enter();
		this.delegate.writeStartObject();
	}

	@Override
	public void writeStartObject(Object forValue) throws IOException {
		enter();
		this.delegate.writeStartObject(forValue);
	}

	@Override
	public void writeStartObject(Object forValue, int size) throws IOException {
		enter();
		this.delegate.writeStartObject(forValue, size);
	}

	@Override
	public void writeEndObject() throws IOException {
		this.depth--;
		this.delegate.writeEndObject();
	}

	private void enter() throws IOException {
		if (this.depth == MessagePackFrame.MAX_DEPTH) {
			throw JsonMappingException.from(this,
					"maps and lists lie more than " + MessagePackFrame.MAX_DEPTH + " deep in one another");
		}
		this.depth++;
	}

	private void requireUnicode(String text) throws IOException {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
				if (!pair) {
					throw JsonMappingException.from(this,
							"half of a surrogate pair at character " + i + " has no form in UTF-8");
				}
				i++;
			}
		}
	}

}
