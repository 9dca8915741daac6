// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.codec.HexMessages.BytesValue;
import io.globalbuffer.codec.HexMessages.Status;
import io.globalbuffer.codec.HexMessages.TextList;
import io.globalbuffer.exception.CodecException;

import static io.globalbuffer.codec.HexMessages.assertRefused;
import static io.globalbuffer.codec.HexMessages.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

/**
 * Case 26: where a message ends, how deep it goes, and what its keys and texts may be.
 */
class MessageStructureTests {

	private final MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	@ParameterizedTest
	@ValueSource(strings = { "00", "c0", HexMessages.STATUS, "ff" })
	void bytesAfterTheMessageAreRefused(String more) {
		assertRefused(HexMessages.STATUS + more, Status.class).withMessageContaining("ends at byte 23")
			.withMessageContaining(more.length() / 2 + " more");
		assertRefused(HexMessages.STATUS + more, MessagePackCodec.MAP).withMessageContaining("ends at byte 23");
	}

	@Test
	void bytesBeyondTheLengthAreNotRead() {
		byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(HexMessages.STATUS), 4096);
		assertThat(this.codec.decode(bytes, HexMessages.STATUS.length() / 2, Status.class))
			.isEqualTo(new Status(1.2, true));
		assertThatIndexOutOfBoundsException().isThrownBy(() -> this.codec.decode(bytes, 4097, Status.class));
	}

	@Test
	void everyTruncationIsRefused() {
		byte[] bytes = HexFormat.of()
			.parseHex(
					"88a161c40200ffa162d90261 62a163cd0100a164ca3fc00000a165dc00020102a166de0001a16701".replace(" ", "")
							+ "a168d6ff00000000a169cb3ff3333333333333");
		assertThat(bytes[bytes.length - 1]).isEqualTo((byte) 0x33);
		for (int length = 0; length < bytes.length; length++) {
			int cut = length;
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> this.codec.decode(bytes, cut, MessagePackCodec.MAP));
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> this.codec.decode(bytes, cut, Status.class));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "c1", "91c1", "81a161c1" })
	void theOpcodeThatIsNeverUsedIsRefused(String value) {
		assertRefused("81a176" + value, MessagePackCodec.MAP).withMessageContaining("0xc1")
			.withMessageContaining("at byte");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "c0", "93010203", "a3616263", "c1", "c400" })
	void whatIsNoMapIsNoMessage(String hex) {
		assertRefused(hex, MessagePackCodec.MAP).withMessageContaining("a message is a map");
		assertRefused(hex, Status.class).withMessageContaining("a message is a map");
	}

	@Test
	void noBytesAreNoMessage() {
		assertRefused("", MessagePackCodec.MAP).withMessageContaining("no bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dbffffffff", "c6ffffffff", "c9ffffffff01", "ddffffffff", "dfffffffff", "dd7fffffff",
			"dcffff", "deffff", "d9ff", "c4ff", "bf", "9f", "8f" })
	void lengthsBeyondTheInputAreRefused(String value) {
		assertRefused("81a176" + value, MessagePackCodec.MAP).withMessageContaining("cut off");
		assertRefused("81a176" + value, BytesValue.class).withMessageContaining("cut off");
	}

	@Test
	void aHundredLevelsAreReadAndOneMoreIsNot() {
		assertThat(decode("81a176" + "91".repeat(98) + "90", MessagePackCodec.MAP)).isInstanceOf(Map.class);
		assertRefused("81a176" + "91".repeat(99) + "90", MessagePackCodec.MAP)
			.withMessageContaining("more than 100 deep");
	}

	@Test
	void endlessNestingIsRefused() {
		int levels = 3_000_000;
		byte[] bytes = new byte[levels + 4];
		Arrays.fill(bytes, (byte) 0x91);
		bytes[0] = (byte) 0x81;
		bytes[1] = (byte) 0xa1;
		bytes[2] = 'v';
		bytes[levels + 3] = (byte) 0x90;
		for (Type type : new Type[] { MessagePackCodec.MAP, Status.class, TextList.class }) {
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> this.codec.decode(bytes, bytes.length, type))
				.withMessageContaining("more than 100 deep");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a1ff", "a2c328", "a3eda080", "d901c3" })
	void textThatIsNotUtf8IsRefused(String value) {
		assertRefused("81a176" + value, MessagePackCodec.MAP).withMessageContaining("not UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0", "90", "80", "c400", "d6ff00000000", "d40100" })
	void keysThatAreNoScalarsAreRefused(String key) {
		assertRefused("81" + key + "01", MessagePackCodec.MAP).withMessageContaining("key");
	}

	@Test
	void keysOfOtherScalarsBecomeText() {
		assertThat(decode("8401a161ffa162c3a163cb3ff8000000000000a164", MessagePackCodec.MAP))
			.isEqualTo(Map.of("1", "a", "-1", "b", "true", "c", "1.5", "d"));
	}

	@ParameterizedTest
	@CsvSource({ "d40100,a MessagePack extension of type 1 has no Java form", "d5ff0000,'4, 8 or 12 bytes, not 2'",
			"d7ffee6b280000000000,1000000000 nanoseconds", "c70cff3b9aca000000000000000000,1000000000 nanoseconds",
			"c70cff000000007fffffffffffffff,beyond the range" })
	void extensionsOtherThanTimestampsAreRefused(String value, String reason) {
		assertRefused("81a17691" + value, MessagePackCodec.MAP).withMessageContaining("at v[0]")
			.withMessageContaining(reason);
	}

}
