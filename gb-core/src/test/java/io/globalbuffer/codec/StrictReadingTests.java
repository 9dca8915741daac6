package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.globalbuffer.exception.CodecException;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIndexOutOfBoundsException;

/** Case 26: what is accepted, and what is refused with the place and the reason. */
class StrictReadingTests {

	private static final String STATUS = "82a46761696ecb3ff3333333333333a663616d5f6f6ec3";

	private final MessageCodec codec = MessagePackCodec.shared();

	@Test
	void keysComeInAnyOrder() {
		assertThat(decode("82a663616d5f6f6ec3a46761696ecb3ff3333333333333", Status.class))
			.isEqualTo(new Status(1.2, true));
	}

	@Test
	void unknownKeysAreIgnoredWhateverTheyHold() {
		assertThat(decode("85a16182a16b9101a16cc40100" + "a162d6ff00000000" + "a163c0" + STATUS.substring(2),
				Status.class))
			.isEqualTo(new Status(1.2, true));
	}

	@Test
	void anIntegerIsAcceptedForAFloat() {
		assertThat(decode("82a46761696e03a663616d5f6f6ec2", Status.class)).isEqualTo(new Status(3, false));
	}

	@ParameterizedTest
	@ValueSource(classes = { Ints.class, Boxed.class })
	void wholeFloatsAreAcceptedForIntegers(Class<?> type) {
		String seven = "cb401c000000000000";
		String hex = "85a162" + seven + "a173" + seven + "a169" + seven + "a16cca40e00000a167" + seven;
		assertThat(decode(hex, type)).hasToString(type.getSimpleName() + "[b=7, s=7, i=7, l=7, g=7]");
	}

	@ParameterizedTest
	@CsvSource({ "b,cc80", "b,d1ff7f", "s,cd8000", "s,d2ffff7fff", "i,ce80000000", "i,d3ffffffff7fffffff",
			"i,cf0000010000000000", "l,cf8000000000000000", "b,cb401e000000000000", "s,cb401e000000000000",
			"i,cb401e000000000000", "l,cb401e000000000000", "g,cb401e000000000000", "i,cb7ff8000000000000",
			"l,cb7ff0000000000000", "l,cb43e0000000000000", "g,cb7ff0000000000000", "b,a137", "s,a137", "i,a137",
			"l,a137", "g,a137", "i,a0", "i,c3", "l,c2", "g,c3", "i,c40107", "i,90", "i,9107", "i,80",
			"i,d6ff00000000" })
	void whatIsNoSuchIntegerIsRefused(String component, String value) {
		String hex = "85a16207a17307a16907a16c07a16707".replace(
				HexFormat.of().toHexDigits((byte) component.charAt(0)) + "07",
				HexFormat.of().toHexDigits((byte) component.charAt(0)) + value);
		assertRefused(hex, Ints.class).withMessageContaining("Ints at " + component + ":");
		assertRefused(hex, Boxed.class).withMessageContaining("Boxed at " + component + ":");
	}

	@Test
	void theMessageNamesTypePlaceAndReason() {
		assertRefused("81a46d616e799282a17a01a161c082a17a cf0000010000000000a161c0".replace(" ", ""), Outer.class)
			.withMessage("Cannot decode a " + Outer.class.getName()
					+ " at many[1].z: 1099511627776 does not fit into the type int");
		assertRefused("81a46d616e799182a17acb401e000000000000a161c0", Outer.class)
			.withMessage("Cannot decode a " + Outer.class.getName() + " at many[0].z: 7.5 is not a whole number");
	}

	@ParameterizedTest
	@CsvSource({ "a3312e32,c3", "c3,c3", "c0,c3", "c400,c3", "90,c3", "cb3ff3333333333333,a474727565",
			"cb3ff3333333333333,01", "cb3ff3333333333333,cb3ff0000000000000", "cb3ff3333333333333,c0",
			"cb3ff3333333333333,a0", "a0,c3" })
	void otherTypesAreNotConvertedToNumbersAndBooleans(String gain, String camOn) {
		assertRefused("82a46761696e" + gain + "a663616d5f6f6e" + camOn, Status.class)
			.withMessageMatching("Cannot decode a .*Status at (gain|cam_on): .*");
	}

	@Test
	void aWrongTypeIsNamedInTheMessagesOwnTerms() {
		assertRefused("82a46761696ea3312e32a663616d5f6f6ec3", Status.class).withMessage(
				"Cannot decode a " + Status.class.getName() + " at gain: text where a value of type double belongs");
		assertRefused("81a17601", TextValue.class).withMessage("Cannot decode a " + TextValue.class.getName()
				+ " at v: an integer where a value of type java.lang.String belongs");
		assertRefused("81a17601", Nested.class).withMessage("Cannot decode a " + Nested.class.getName()
				+ " at v: an integer where a value of type " + Inner.class.getName() + " belongs");
	}

	@Test
	void aDoubleBeyondTheRangeOfAFloatIsRefused() {
		assertRefused("81a176cb7e37e43c8800759c", FloatValue.class).withMessageContaining("at v: 1.0E300 does not fit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "07", "cb3ff0000000000000", "c3", "c40161", "90", "80", "d6ff00000000" })
	void onlyTextIsText(String value) {
		assertRefused("81a176" + value, TextValue.class).withMessageContaining("TextValue at v: ");
		assertRefused("81a17691" + value, TextList.class).withMessageContaining("TextList at v[0]: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "a4626c7565", "a0", "c400" })
	void onlyTheNamesOfAnEnumAreItsValues(String value) {
		assertRefused("81a176" + value, ColourValue.class).withMessageContaining("ColourValue at v: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "07", "a0", "a178", "c3", "c400", "80", "d6ff00000000" })
	void onlyAListIsAList(String value) {
		assertRefused("81a176" + value, TextList.class).withMessageContaining("TextList at v");
	}

	@ParameterizedTest
	@ValueSource(strings = { "07", "a0", "a178", "c3", "c400", "90", "d6ff00000000" })
	void onlyAMapIsARecord(String value) {
		assertRefused("81a176" + value, Nested.class).withMessageContaining("Nested at v");
	}

	@Test
	void textIsAcceptedForBytes() {
		assertThat(((BytesValue) decode("81a176a2c3a9", BytesValue.class)).v()).containsExactly(0xc3, 0xa9);
	}

	@Test
	void primitiveArraysAreReadStrictly() {
		assertThat(((IntArray) decode("81a176920103", IntArray.class)).v()).containsExactly(1, 3);
		assertRefused("81a17692 01cb401e000000000000".replace(" ", ""), IntArray.class)
			.withMessageContaining("7.5 is not a whole number");
		assertRefused("81a17691ce80000000", IntArray.class).withMessageContaining("2147483648 does not fit");
	}

	@Test
	void aMissingPrimitiveIsRefused() {
		assertRefused("81a46761696ecb3ff3333333333333", Status.class)
			.withMessageContaining("at cam_on: the key is missing");
		assertRefused("80", Status.class).withMessageContaining("gain");
	}

	@Test
	void aMissingReferenceIsRefusedUnlessNullable() {
		assertThat(decode("82a17201a174a178", References.class)).isEqualTo(new References("x", 1, null, null));
		assertRefused("81a17201", References.class).withMessageContaining("at t: the key is missing");
		assertRefused("81a174a178", References.class).withMessageContaining("at r: the key is missing");
	}

	@Test
	void aMissingKeyOfANestedRecordNamesItsPlace() {
		assertRefused("81a46d616e799182a161c0a16201", Outer.class)
			.withMessageContaining("at many[0].z: the key is missing");
	}

	@Test
	void nullForAPrimitiveIsRefused() {
		assertRefused("81a46d616e799182a17ac0a161c0", Outer.class)
			.withMessageContaining("at many[0].z: null where a value of type int belongs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "c0", STATUS, "ff" })
	void bytesAfterTheMessageAreRefused(String more) {
		assertRefused(STATUS + more, Status.class).withMessageContaining("ends at byte 23")
			.withMessageContaining(more.length() / 2 + " more");
		assertRefused(STATUS + more, MessagePackCodec.MAP).withMessageContaining("ends at byte 23");
	}

	@Test
	void bytesBeyondTheLengthAreNotRead() {
		byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(STATUS), 4096);
		assertThat(this.codec.decode(bytes, STATUS.length() / 2, Status.class)).isEqualTo(new Status(1.2, true));
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

	@Test
	void extensionsAreRefusedInMaps() {
		assertRefused("81a17691d6ff695735a5", MessagePackCodec.MAP).withMessageContaining("at v[0]")
			.withMessageContaining("extension");
	}

	@Test
	void theFailureOfARecordsConstructorIsPassedOn() {
		assertRefused("81a17600", Positive.class).withMessageContaining("v must be positive")
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void otherTypesThanRecordsAndMapsAreRefused() {
		assertRefused(STATUS, String.class).withMessageContaining("java.lang.String");
		assertRefused(STATUS, List.class).withMessageContaining("java.util.List");
	}

	private ThrowableAssertAlternative<CodecException> assertRefused(String hex, Type type) {
		return assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(hex, type));
	}

	private Object decode(String hex, Type type) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		return this.codec.decode(bytes, bytes.length, type);
	}

	enum Colour {

		RED

	}

	record Status(double gain, boolean cam_on) {

	}

	record Ints(byte b, short s, int i, long l, BigInteger g) {

	}

	record Boxed(Byte b, Short s, Integer i, Long l, BigInteger g) {

	}

	record Inner(int z, @Nullable String a) {

	}

	record Outer(List<Inner> many) {

	}

	record Nested(Inner v) {

	}

	record FloatValue(float v) {

	}

	record TextValue(String v) {

	}

	record TextList(List<String> v) {

	}

	record ColourValue(Colour v) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record BytesValue(byte[] v) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record IntArray(int[] v) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record References(String t, Integer r, @Nullable String n, byte @Nullable [] b) {

	}

	record Positive(int v) {

		Positive {
			if (v <= 0) {
				throw new IllegalArgumentException("v must be positive");
			}
		}

	}

}
