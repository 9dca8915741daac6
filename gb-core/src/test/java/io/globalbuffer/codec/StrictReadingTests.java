// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.codec.HexMessages.BytesValue;
import io.globalbuffer.codec.HexMessages.Status;
import io.globalbuffer.codec.HexMessages.TextList;

import static io.globalbuffer.codec.HexMessages.assertRefused;
import static io.globalbuffer.codec.HexMessages.decode;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Case 26: which values are accepted, and which are refused with the place and the
 * reason.
 */
class StrictReadingTests {

	@Test
	void keysComeInAnyOrder() {
		assertThat(decode("82a663616d5f6f6ec3a46761696ecb3ff3333333333333", Status.class))
			.isEqualTo(new Status(1.2, true));
	}

	@Test
	void unknownKeysAreIgnoredWhateverTheyHold() {
		assertThat(
				decode("85a16182a16b9101a16cc40100" + "a162d6ff00000000" + "a163c0" + HexMessages.STATUS.substring(2),
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
			"l,cb7ff0000000000000", "l,cb43e0000000000000", "g,cb7ff0000000000000", "b,a178", "s,a3312e35",
			"i,a5315f5f3030", "l,a178", "g,a178", "i,a0", "i,c0", "l,c0", "g,c0", "i,c40107", "i,90", "i,9107", "i,80",
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
	@CsvSource({ "a3312e78,c3", "d6ff00000000,c3", "c0,c3", "c400,c3", "90,c3", "cb3ff3333333333333,a474727578",
			"cb3ff3333333333333,02", "cb3ff3333333333333,cb3fe0000000000000", "cb3ff3333333333333,c0",
			"cb3ff3333333333333,a0", "a0,c3" })
	void whatIsNoNumberOrBooleanIsRefused(String gain, String camOn) {
		assertRefused("82a46761696e" + gain + "a663616d5f6f6e" + camOn, Status.class)
			.withMessageMatching("Cannot decode a .*Status at (gain|cam_on): .*");
	}

	@Test
	void aWrongTypeIsNamedInTheMessagesOwnTerms() {
		assertRefused("82a46761696ea3312e78a663616d5f6f6ec3", Status.class).withMessage("Cannot decode a "
				+ Status.class.getName() + " at gain: the text \"1.x\" where a value of type double belongs");
		assertRefused("81a17601", TextValue.class).withMessage("Cannot decode a " + TextValue.class.getName()
				+ " at v: the integer 1 where a value of type java.lang.String belongs");
		assertRefused("81a17601", Nested.class).withMessage("Cannot decode a " + Nested.class.getName()
				+ " at v: an integer where a value of type " + Inner.class.getName() + " belongs");
	}

	@Test
	void aDoubleBeyondTheRangeOfAFloatIsRefused() {
		assertRefused("81a176cb7e37e43c8800759c", FloatValue.class).withMessageContaining("at v: 1.0E300 does not fit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "07", "cb3ff0000000000000", "c3", "c401ff", "90", "80", "d6ff00000000" })
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

	@Test
	void theFailureOfARecordsConstructorIsPassedOn() {
		assertRefused("81a17600", Positive.class).withMessageContaining("v must be positive")
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void otherTypesThanRecordsAndMapsAreRefused() {
		assertRefused(HexMessages.STATUS, String.class).withMessageContaining("java.lang.String");
		assertRefused(HexMessages.STATUS, List.class).withMessageContaining("java.util.List");
	}

	enum Colour {

		RED

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

	record ColourValue(Colour v) {

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
