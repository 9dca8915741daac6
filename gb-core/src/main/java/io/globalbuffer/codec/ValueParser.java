// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.core.base.ParserMinimalBase;
import org.jspecify.annotations.Nullable;

/**
 * The value that a parser has read last, in all the forms in which Jackson asks for it.
 */
abstract class ValueParser extends ParserMinimalBase {

	private static final int FEATURES = Feature.collectDefaults();

	private NumberType numberType = NumberType.INT;

	private long integer;

	private double decimal;

	/** What is not a number, and a large one. */
	private Object object = "";

	private @Nullable ObjectCodec codec;

	private boolean closed;

	ValueParser() {
		super(FEATURES, StreamReadConstraints.defaults());
	}

	final JsonToken text(String text) {
		this.object = text;
		return JsonToken.VALUE_STRING;
	}

	final JsonToken embedded(Object value) {
		this.object = value;
		return JsonToken.VALUE_EMBEDDED_OBJECT;
	}

	final JsonToken integer(long value) {
		this.integer = value;
		this.numberType = ((int) value == value) ? NumberType.INT : NumberType.LONG;
		return JsonToken.VALUE_NUMBER_INT;
	}

	final JsonToken integer(BigInteger value) {
		this.integer = value.longValue();
		this.object = value;
		this.numberType = NumberType.BIG_INTEGER;
		return JsonToken.VALUE_NUMBER_INT;
	}

	final JsonToken decimal(double value) {
		this.decimal = value;
		this.numberType = NumberType.DOUBLE;
		return JsonToken.VALUE_NUMBER_FLOAT;
	}

	/**
	 * The plain value of a key.
	 * @param kind the token that its value would have
	 * @return a {@code String}, {@code Long}, {@code BigInteger}, {@code Double} or
	 * {@code Boolean}
	 */
	final Object plain(JsonToken kind) {
		return switch (kind) {
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
				(this.numberType == NumberType.INT) ? Long.valueOf(this.integer) : getNumberValue();
			default -> this.object;
		};
	}

	@Override
	public abstract @Nullable String currentName();

	@Override
	public Number getNumberValue() {
		return switch (this.numberType) {
			case INT -> (int) this.integer;
			case DOUBLE -> this.decimal;
			case BIG_INTEGER -> (BigInteger) this.object;
			default -> this.integer;
		};
	}

	@Override
	public NumberType getNumberType() {
		return this.numberType;
	}

	@Override
	public int getIntValue() {
		return (this.numberType == NumberType.DOUBLE) ? (int) this.decimal : (int) this.integer;
	}

	@Override
	public long getLongValue() {
		return (this.numberType == NumberType.DOUBLE) ? (long) this.decimal : this.integer;
	}

	@Override
	public BigInteger getBigIntegerValue() {
		return (this.numberType == NumberType.BIG_INTEGER) ? (BigInteger) this.object
				: BigInteger.valueOf(getLongValue());
	}

	@Override
	public float getFloatValue() {
		return (float) getDoubleValue();
	}

	@Override
	public double getDoubleValue() {
		return switch (this.numberType) {
			case DOUBLE -> this.decimal;
			case BIG_INTEGER -> getBigIntegerValue().doubleValue();
			default -> this.integer;
		};
	}

	@Override
	public BigDecimal getDecimalValue() {
		return (this.numberType == NumberType.DOUBLE) ? BigDecimal.valueOf(this.decimal)
				: new BigDecimal(getBigIntegerValue());
	}

	@Override
	public @Nullable String getText() {
		return switch (this._currToken) {
			case null -> null;
			case FIELD_NAME -> currentName();
			case VALUE_STRING -> (String) this.object;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> getNumberValue().toString();
			case VALUE_EMBEDDED_OBJECT -> (this.object instanceof byte[] binary)
					? new String(binary, StandardCharsets.UTF_8) : String.valueOf(this.object);
			default -> this._currToken.asString();
		};
	}

	@Override
	public char[] getTextCharacters() {
		String text = getText();
		return (text != null) ? text.toCharArray() : new char[0];
	}

	@Override
	public boolean hasTextCharacters() {
		return false;
	}

	@Override
	public int getTextLength() {
		String text = getText();
		return (text != null) ? text.length() : 0;
	}

	@Override
	public int getTextOffset() {
		return 0;
	}

	@Override
	public byte[] getBinaryValue(Base64Variant variant) {
		return switch (this.object) {
			case byte[] binary -> binary;
			case MessageExtension extension -> extension.data();
			default -> String.valueOf(this.object).getBytes(StandardCharsets.UTF_8);
		};
	}

	@Override
	public @Nullable Object getEmbeddedObject() {
		return (this._currToken == JsonToken.VALUE_EMBEDDED_OBJECT) ? this.object : null;
	}

	@Override
	public @Nullable ObjectCodec getCodec() {
		return this.codec;
	}

	@Override
	public void setCodec(ObjectCodec codec) {
		this.codec = codec;
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void close() {
		this.closed = true;
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

}
