// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Case 7, with the vectors of Python peers. */
class SchemaIdentityTests {

	private static final String STATUS = "{\"properties\":{\"cam_on\":{\"title\":\"Cam On\",\"type\":\"boolean\"},"
			+ "\"gain\":{\"title\":\"Gain\",\"type\":\"number\"}},\"required\":[\"gain\",\"cam_on\"],"
			+ "\"title\":\"Status\",\"type\":\"object\"}";

	private static final String POSITION = "{\"properties\":{\"x\":{\"title\":\"X\",\"type\":\"number\"},"
			+ "\"y\":{\"default\":0.5,\"title\":\"Y\",\"type\":\"number\"}},\"required\":[\"x\"],"
			+ "\"title\":\"Pos\",\"type\":\"object\"}";

	private static final String CUSTOM = "{\"additionalProperties\":false,\"properties\":"
			+ "{\"a\":{\"title\":\"A\",\"type\":\"integer\"}},\"required\":[\"a\"],"
			+ "\"title\":\"Custom\",\"type\":\"object\"}";

	private static final String PROTOBUF = "0a0c6275666665722e70726f746f1212676c6f62616c5f6275666665725f74657374"
			+ "22160a06537461747573120c0a046761696e18012001280200676c6f62616c5f6275666665725f746573742e537461747573";

	@ParameterizedTest
	@CsvSource({ "'', e4a6a0577479b2b4", "hello, a7b6eda801e5347d", "world, 5831c37fa7d6930f" })
	void hashesOfShortTextsAreThoseOfPython(String text, String digest) {
		assertThat(digest(identity(text))).isEqualTo(digest);
	}

	@Test
	void aTextOfSeveralBlocksHashesAsInPython() {
		assertThat(digest(identity("a".repeat(200)))).isEqualTo("b40af6d2f2f34472");
	}

	@Test
	void aTextOfExactlyOneBlockHashesAsInPython() {
		assertThat(digest(identity("a".repeat(128)))).isEqualTo("f06643fe9c7e18da");
	}

	@ParameterizedTest
	@CsvSource({ "1, c2fb54d88374033e", "127, 5c7a95645fba062c", "128, 5a0875a570ceb2ae", "129, 79f7ec8e27e1f993",
			"255, 0382ae4bfbfb3aa2", "256, 27cc63362e6b95a6", "257, 553ab6c320fc7b98", "3840, f7b35402a79bd9d9" })
	void lengthsAroundTheBlockSizeHashAsInPython(int length, String digest) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 7 + 3);
		}
		assertThat(digest(SchemaIdentity.of(bytes))).isEqualTo(digest);
	}

	@Test
	void hashesOfModelsAreThoseOfPython() {
		assertThat(digest(identity(STATUS))).isEqualTo("c68fd54a96afb004");
		assertThat(identity(STATUS).hash()).isEqualTo(0x04b0af964ad58fc6L);
		assertThat(identity(STATUS).bytes()).hasSize(163);
		assertThat(identity(POSITION).hash()).isEqualTo(0x032cca006247b073L);
		assertThat(identity(CUSTOM).hash()).isEqualTo(0x3d9103327f97f838L);
	}

	@Test
	void hashOfAProtobufDescriptorIsThatOfPython() {
		assertThat(SchemaIdentity.of(HexFormat.of().parseHex(PROTOBUF)).hash()).isEqualTo(0xc3787a8bc2151beaL);
	}

	@Test
	void equalTextsAreEqualIdentities() {
		assertThat(identity(STATUS)).isEqualTo(identity(STATUS)).hasSameHashCodeAs(identity(STATUS));
		assertThat(identity("hello")).isNotEqualTo(identity("world"));
		assertThat(identity(STATUS).text()).isEqualTo(STATUS);
	}

	@Test
	void noTextIsNone() {
		assertThat(identity("")).isSameAs(SchemaIdentity.NONE);
		assertThat(SchemaIdentity.NONE.isNone()).isTrue();
		assertThat(SchemaIdentity.NONE).hasToString("no schema");
		assertThat(identity("x").isNone()).isFalse();
	}

	@Test
	void laterChangesOfTheArraysChangeNothing() {
		byte[] bytes = { 1, 2, 3 };
		SchemaIdentity identity = SchemaIdentity.of(bytes);
		bytes[0] = 9;
		identity.bytes()[1] = 9;
		assertThat(identity.bytes()).containsExactly(1, 2, 3);
	}

	/** Case 18. */
	@ParameterizedTest
	@ValueSource(ints = { 3841, 10000 })
	void moreBytesThanTheHeaderHoldsAreRefused(int length) {
		assertThatIllegalArgumentException().isThrownBy(() -> SchemaIdentity.of(new byte[length]))
			.withMessageContaining("3840")
			.withMessageContaining(String.valueOf(length));
	}

	private static SchemaIdentity identity(String text) {
		return SchemaIdentity.of(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String digest(SchemaIdentity identity) {
		byte[] digest = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(identity.hash()).array();
		return HexFormat.of().formatHex(digest);
	}

}
