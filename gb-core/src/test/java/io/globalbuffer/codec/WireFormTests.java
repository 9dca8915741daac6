// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Case 23: each value has the bytes it has in Python, and comes back from them. */
class WireFormTests {

	/** A map of one key, "v". */
	private static final String PREFIX = "81a176";

	private final MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	@Test
	void theStatusOfTheFormatDescription() {
		String hex = "82a46761696ecb3ff3333333333333a663616d5f6f6ec3";
		assertThat(encode(new Status(1.2, true))).isEqualTo(hex);
		assertThat(decode(hex, Status.class)).isEqualTo(new Status(1.2, true));
	}

	@Test
	void aWholeModelWithListsAndNestedRecords() {
		Inner first = new Inner(1, null);
		Model model = new Model("n", 3, 2, true, new byte[] { -1, 0 }, null, Colour.red, first,
				List.of(new Inner(2, "q")), Map.of("k", 1));
		String hex = "8aa46e616d65a16ea3636e7403a5726174696fcb4000000000000000a26f6bc3a3726177c402ff00a36f7074c0"
				+ "a3636f6ca3726564a5696e6e657282a17a01a161c0a46d616e799182a17a02a161a171a16481a16b01";
		assertThat(encode(model)).isEqualTo(hex);
		assertThat(decode(hex, Model.class)).usingRecursiveComparison().isEqualTo(model);
	}

	@ParameterizedTest
	@CsvSource({ "0,00", "1,01", "127,7f", "128,cc80", "255,ccff", "256,cd0100", "65535,cdffff", "65536,ce00010000",
			"4294967295,ceffffffff", "4294967296,cf0000000100000000", "9223372036854775807,cf7fffffffffffffff", "-1,ff",
			"-32,e0", "-33,d0df", "-128,d080", "-129,d1ff7f", "-32768,d18000", "-32769,d2ffff7fff",
			"-2147483648,d280000000", "-2147483649,d3ffffffff7fffffff", "-9223372036854775808,d38000000000000000" })
	void integersTakeTheShortestForm(long value, String hex) {
		assertThat(encode(new LongValue(value))).isEqualTo(PREFIX + hex);
		assertThat(encode(Map.of("v", value))).isEqualTo(PREFIX + hex);
		assertThat(encode(new ListValue(List.of(value)))).isEqualTo(PREFIX + "91" + hex);
		assertThat(decode(PREFIX + hex, LongValue.class)).isEqualTo(new LongValue(value));
		assertThat(decode(PREFIX + hex, MessagePackCodec.MAP)).isEqualTo(Map.of("v", value));
		if (value == (int) value) {
			assertThat(encode(new IntValue((int) value))).isEqualTo(PREFIX + hex);
			assertThat(encode(Map.of("v", (int) value))).isEqualTo(PREFIX + hex);
			assertThat(decode(PREFIX + hex, IntValue.class)).isEqualTo(new IntValue((int) value));
		}
	}

	@Test
	void bytesAndShortsAreIntegers() {
		String hex = "82a162d080a173d18000";
		Small small = new Small(Byte.MIN_VALUE, Short.MIN_VALUE);
		assertThat(encode(small)).isEqualTo(hex);
		assertThat(decode(hex, Small.class)).isEqualTo(small);
		assertThat(encode(Map.of("v", Byte.MIN_VALUE))).isEqualTo(PREFIX + "d080");
	}

	@ParameterizedTest
	@CsvSource({ "9223372036854775808,cf8000000000000000", "18446744073709551615,cfffffffffffffffff", "5,05",
			"-9223372036854775808,d38000000000000000" })
	void largeIntegersAreUnsigned(BigInteger value, String hex) {
		assertThat(encode(new BigValue(value))).isEqualTo(PREFIX + hex);
		assertThat(encode(Map.of("v", value))).isEqualTo(PREFIX + hex);
		assertThat(decode(PREFIX + hex, BigValue.class)).isEqualTo(new BigValue(value));
	}

	@Test
	void anIntegerBeyondLongIsABigIntegerInAMap() {
		assertThat(decode(PREFIX + "cfffffffffffffffff", MessagePackCodec.MAP))
			.isEqualTo(Map.of("v", new BigInteger("18446744073709551615")));
	}

	@ParameterizedTest
	@CsvSource({ "1.0,cb3ff0000000000000", "0.0,cb0000000000000000", "-0.0,cb8000000000000000",
			"NaN,cb7ff8000000000000", "Infinity,cb7ff0000000000000", "-Infinity,cbfff0000000000000",
			"1.5,cb3ff8000000000000" })
	void floatsAndDoublesAreAlwaysDoubles(double value, String hex) {
		assertThat(encode(new DoubleValue(value))).isEqualTo(PREFIX + hex);
		assertThat(encode(new FloatValue((float) value))).isEqualTo(PREFIX + hex);
		assertThat(encode(Map.of("v", value))).isEqualTo(PREFIX + hex);
		assertThat(encode(Map.of("v", (float) value))).isEqualTo(PREFIX + hex);
		assertThat(encode(Map.of("v", List.of((float) value)))).isEqualTo(PREFIX + "91" + hex);
		assertThat(encode(new ListValue(List.of((float) value)))).isEqualTo(PREFIX + "91" + hex);
		assertThat(encode(new FloatArray(new float[] { (float) value }))).isEqualTo(PREFIX + "91" + hex);
		assertThat(decode(PREFIX + hex, DoubleValue.class)).isEqualTo(new DoubleValue(value));
		assertThat(decode(PREFIX + hex, FloatValue.class)).isEqualTo(new FloatValue((float) value));
		assertThat(decode(PREFIX + hex, MessagePackCodec.MAP)).isEqualTo(Map.of("v", value));
	}

	@Test
	void singleFloatsAreAcceptedOnReading() {
		assertThat(decode(PREFIX + "ca3fc00000", DoubleValue.class)).isEqualTo(new DoubleValue(1.5));
		assertThat(decode(PREFIX + "ca3fc00000", FloatValue.class)).isEqualTo(new FloatValue(1.5f));
		assertThat(decode(PREFIX + "ca3fc00000", MessagePackCodec.MAP)).isEqualTo(Map.of("v", 1.5));
	}

	@Test
	void nullAndBooleans() {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("n", null);
		map.put("f", false);
		map.put("t", true);
		String hex = "83a16ec0a166c2a174c3";
		assertThat(encode(map)).isEqualTo(hex);
		assertThat(decode(hex, MessagePackCodec.MAP)).isEqualTo(map);
		assertThat(encode(new Inner(0, null))).isEqualTo("82a17a00a161c0");
	}

	static Stream<Arguments> textHeaders() {
		return Stream.of(arguments(0, "a0"), arguments(31, "bf"), arguments(32, "d920"), arguments(255, "d9ff"),
				arguments(256, "da0100"), arguments(65535, "daffff"), arguments(65536, "db00010000"));
	}

	@ParameterizedTest
	@MethodSource("textHeaders")
	void textTakesTheShortestHeader(int length, String header) {
		String text = "x".repeat(length);
		String hex = PREFIX + header + "78".repeat(length);
		assertThat(encode(new TextValue(text))).isEqualTo(hex);
		assertThat(encode(Map.of("v", text))).isEqualTo(hex);
		assertThat(decode(hex, TextValue.class)).isEqualTo(new TextValue(text));
		assertThat(decode(hex, MessagePackCodec.MAP)).isEqualTo(Map.of("v", text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "é", "日本語", "😀 ok", "\u0000" })
	void textIsUtf8(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		String hex = PREFIX + String.format(Locale.ROOT, "%02x", 0xa0 + bytes.length) + HexFormat.of().formatHex(bytes);
		assertThat(encode(new TextValue(text))).isEqualTo(hex);
		assertThat(decode(hex, TextValue.class)).isEqualTo(new TextValue(text));
	}

	static Stream<Arguments> binaryHeaders() {
		return Stream.of(arguments(0, "c400"), arguments(255, "c4ff"), arguments(256, "c50100"),
				arguments(65535, "c5ffff"), arguments(65536, "c600010000"));
	}

	@ParameterizedTest
	@MethodSource("binaryHeaders")
	void bytesAreBinary(int length, String header) {
		byte[] bytes = new byte[length];
		String hex = PREFIX + header + "00".repeat(length);
		assertThat(encode(new BytesValue(bytes))).isEqualTo(hex);
		assertThat(encode(Map.of("v", bytes))).isEqualTo(hex);
		assertThat(((BytesValue) decode(hex, BytesValue.class)).v()).isEqualTo(bytes);
		assertThat(((Map<?, ?>) decode(hex, MessagePackCodec.MAP)).get("v")).isEqualTo(bytes);
	}

	static Stream<Arguments> listHeaders() {
		return Stream.of(arguments(0, "90"), arguments(15, "9f"), arguments(16, "dc0010"), arguments(65535, "dcffff"),
				arguments(65536, "dd00010000"));
	}

	@ParameterizedTest
	@MethodSource("listHeaders")
	void listsTakeTheShortestHeader(int length, String header) {
		List<Object> list = new ArrayList<>(Collections.nCopies(length, 7L));
		String hex = PREFIX + header + "07".repeat(length);
		assertThat(encode(new ListValue(list))).isEqualTo(hex);
		assertThat(encode(Map.of("v", list))).isEqualTo(hex);
		assertThat(decode(hex, ListValue.class)).isEqualTo(new ListValue(list));
		assertThat(decode(hex, MessagePackCodec.MAP)).isEqualTo(Map.of("v", list));
	}

	static Stream<Arguments> mapHeaders() {
		return Stream.of(arguments(0, "80"), arguments(15, "8f"), arguments(16, "de0010"), arguments(65535, "deffff"),
				arguments(65536, "df00010000"));
	}

	@ParameterizedTest
	@MethodSource("mapHeaders")
	void mapsTakeTheShortestHeaderAndKeepTheirOrder(int size, String header) {
		Map<String, Object> map = new LinkedHashMap<>();
		StringBuilder hex = new StringBuilder(header);
		for (int i = size; i > 0; i--) {
			String key = String.format(Locale.ROOT, "%05d", i);
			map.put(key, 1L);
			hex.append("a5").append(HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8))).append("01");
		}
		assertThat(encode(map)).isEqualTo(hex.toString());
		Map<?, ?> decoded = (Map<?, ?>) decode(hex.toString(), MessagePackCodec.MAP);
		assertThat(decoded).isEqualTo(map);
		assertThat(new ArrayList<Object>(decoded.keySet())).isEqualTo(new ArrayList<Object>(map.keySet()));
	}

	@Test
	void recordsInMapsAndListsAreMaps() {
		assertThat(encode(Map.of("v", List.of(new Inner(2, "q"))))).isEqualTo(PREFIX + "9182a17a02a161a171");
		assertThat(encode(Map.of("v", Colour.red))).isEqualTo(PREFIX + "a3726564");
	}

	/** Case 21. */
	@Test
	void plainDataComesBackAsPlainData() {
		Map<String, Object> map = Map.of("list", List.of(1L, "two", 3.5, List.of(true), Map.of("four", 4L)));
		byte[] bytes = this.codec.encode(map);
		assertThat(this.codec.decode(bytes, bytes.length, MessagePackCodec.MAP)).isEqualTo(map);
	}

	@Test
	void theCodecIsMessagePacksNumber() {
		assertThat(this.codec.format()).isEqualTo(WireFormat.MESSAGE_PACK).returns(1, WireFormat::number);
		assertThat(MessagePackCodec.of(FieldNaming.AS_DECLARED)).isSameAs(this.codec);
	}

	private String encode(Object message) {
		return HexFormat.of().formatHex(this.codec.encode(message));
	}

	private Object decode(String hex, Type type) {
		byte[] bytes = HexFormat.of().parseHex(hex);
		return this.codec.decode(bytes, bytes.length, type);
	}

	enum Colour {

		red, green

	}

	record Status(double gain, boolean cam_on) {

	}

	record Inner(int z, @Nullable String a) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record Model(String name, int cnt, double ratio, boolean ok, byte[] raw, @Nullable Integer opt, Colour col,
			Inner inner, List<Inner> many, Map<String, Integer> d) {

	}

	record LongValue(long v) {

	}

	record IntValue(int v) {

	}

	record Small(byte b, short s) {

	}

	record BigValue(BigInteger v) {

	}

	record DoubleValue(double v) {

	}

	record FloatValue(float v) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record FloatArray(float[] v) {

	}

	record TextValue(String v) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record BytesValue(byte[] v) {

	}

	record ListValue(List<Object> v) {

	}

}
