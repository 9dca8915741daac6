package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;

/**
 * Hands out numbers only where the asked type holds them: the MessagePack parser beneath
 * cuts off bits and fractions silently. A float that is a whole number is accepted as an
 * integer, as pydantic does.
 */
final class StrictParser extends JsonParserDelegate {

	StrictParser(JsonParser parser) {
		super(parser);
	}

	@Override
	public byte getByteValue() throws IOException {
		return (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE, byte.class);
	}

	@Override
	public short getShortValue() throws IOException {
		return (short) integer(Short.MIN_VALUE, Short.MAX_VALUE, short.class);
	}

	@Override
	public int getIntValue() throws IOException {
		return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, int.class);
	}

	@Override
	public long getLongValue() throws IOException {
		return integer(Long.MIN_VALUE, Long.MAX_VALUE, long.class);
	}

	@Override
	public int getValueAsInt() throws IOException {
		return getIntValue();
	}

	@Override
	public int getValueAsInt(int defaultValue) throws IOException {
		return getIntValue();
	}

	@Override
	public long getValueAsLong() throws IOException {
		return getLongValue();
	}

	@Override
	public long getValueAsLong(long defaultValue) throws IOException {
		return getLongValue();
	}

	@Override
	public BigInteger getBigIntegerValue() throws IOException {
		if (this.delegate.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
			return this.delegate.getBigIntegerValue();
		}
		double value = this.delegate.getDoubleValue();
		if (value != Math.rint(value) || Double.isInfinite(value)) {
			throw mismatch(value + " is not a whole number", BigInteger.class);
		}
		return new BigDecimal(value).toBigInteger();
	}

	@Override
	public float getFloatValue() throws IOException {
		double value = this.delegate.getDoubleValue();
		float narrow = (float) value;
		if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
			throw mismatch(value + " does not fit into a float", float.class);
		}
		return narrow;
	}

	private long integer(long smallest, long largest, Class<?> type) throws IOException {
		BigInteger value = getBigIntegerValue();
		if (value.bitLength() >= Long.SIZE || value.longValue() < smallest || value.longValue() > largest) {
			throw mismatch(value + " does not fit into the type " + type.getName(), type);
		}
		return value.longValue();
	}

	private CodecFailure.Mismatch mismatch(String message, Class<?> type) {
		return new CodecFailure.Mismatch(this, message, type);
	}

}
