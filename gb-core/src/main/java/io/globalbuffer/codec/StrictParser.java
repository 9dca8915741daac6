package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigInteger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;

/**
 * Tells what the keys of maps are: the MessagePack parser beneath makes text of them all.
 */
final class StrictParser extends JsonParserDelegate {

	private static final int FLOAT = 0xca;

	private static final int DOUBLE = 0xcb;

	private final byte[] bytes;

	StrictParser(JsonParser parser, byte[] bytes) {
		super(parser);
		this.bytes = bytes;
	}

	/**
	 * The key the parser is at.
	 * @return a {@code String}, {@code Long}, {@code BigInteger}, {@code Double} or
	 * {@code Boolean}
	 * @throws IOException if the parser fails
	 */
	Object currentKey() throws IOException {
		String key = this.delegate.currentName();
		if (!hasToken(JsonToken.FIELD_NAME)) {
			// what an @JsonAnySetter collects: the parser is at the value already
			return key;
		}
		int opcode = Byte.toUnsignedInt(this.bytes[(int) this.delegate.currentTokenLocation().getCharOffset()]);
		return switch (opcode) {
			case 0xc2, 0xc3 -> opcode == 0xc3;
			case FLOAT, DOUBLE -> Double.valueOf(key);
			case 0xcc, 0xcd, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd3 -> integer(key);
			default -> (opcode < 0x80 || opcode >= 0xe0) ? integer(key) : key;
		};
	}

	private static Object integer(String key) {
		BigInteger value = new BigInteger(key);
		if (value.bitLength() < Long.SIZE) {
			return value.longValue();
		}
		return value;
	}

}
