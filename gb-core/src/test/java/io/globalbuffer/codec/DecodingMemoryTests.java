// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A message makes no more of itself than a multiple of its bytes. */
class DecodingMemoryTests {

	private static final int MEBIBYTE = 1 << 20;

	private static final String EMPTY_MAP = "80";

	private final MessagePackCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	static Stream<Arguments> manyObjectsOfFewBytes() {
		return Stream.of(arguments(MessagePackCodec.MAP, EMPTY_MAP), arguments(Anything.class, EMPTY_MAP),
				arguments(Maps.class, EMPTY_MAP), arguments(Wides.class, EMPTY_MAP), arguments(Beans.class, EMPTY_MAP),
				arguments(Sets.class, "90"), arguments(Sets.class, "9101"), arguments(MessagePackCodec.MAP, "9180"),
				arguments(MessagePackCodec.MAP, "9100"));
	}

	@ParameterizedTest
	@MethodSource("manyObjectsOfFewBytes")
	void manyObjectsOfFewBytesAreRefused(Type type, String element) {
		byte[] bytes = RepeatedValues.ofSize(3 * MEBIBYTE, element);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(this.codec, bytes, type))
			.withMessageContaining("more than the " + 32L * bytes.length + " bytes of memory that a message of "
					+ bytes.length + " bytes may take (32 times its size, and at least 1048576)")
			.withMessageContaining("memoryFactor");
	}

	static Stream<Arguments> everyKind() {
		return Stream.of(arguments(HashSets.class, "90"), arguments(TreeSets.class, "90"),
				arguments(EnumSets.class, "90"), arguments(Deques.class, "90"), arguments(Heaps.class, "90"),
				arguments(Vectors.class, "90"), arguments(Queues.class, "90"), arguments(Trees.class, "90"),
				arguments(Trees.class, EMPTY_MAP), arguments(EnumMaps.class, EMPTY_MAP),
				arguments(TreeMaps.class, EMPTY_MAP), arguments(ConcurrentMaps.class, EMPTY_MAP),
				arguments(Collectors.class, EMPTY_MAP));
	}

	/** An empty list is the least that a byte can stand for, and within the budget. */
	@ParameterizedTest
	@MethodSource("everyKind")
	void emptyOnesOfEveryKindTakeMoreThanLists(Class<?> type, String element) {
		byte[] bytes = RepeatedValues.ofSize(2 * MEBIBYTE, element);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(this.codec, bytes, type))
			.withMessageContaining("more than the " + 32L * bytes.length + " bytes of memory");
	}

	static Stream<Arguments> ordinaryMessages() {
		return Stream.of(arguments(Anything.class, "cb3ff8000000000000"), arguments(Anything.class, "01"),
				arguments(Anything.class, "ccff"), arguments(Anything.class, "cdffff"), arguments(Anything.class, "c0"),
				arguments(Anything.class, "a0"), arguments(Anything.class, "a161"),
				arguments(Anything.class, "d6ff69573500"), arguments(Anything.class, "c400"),
				arguments(Anything.class, "92cb3ff8000000000000cb3ff8000000000000"),
				arguments(Anything.class, "82a17801a17902"), arguments(Anything.class, "81a2696407"),
				arguments(Anything.class, "82a26964ccffa46e616d65a3616263"), arguments(Longs.class, "01"),
				arguments(Points.class, "82a17801a17902"), arguments(Maps.class, "83a16101a16202a16303"),
				arguments(Texts.class, "a161"), arguments(Wides.class, "83a16101a16202a16303"));
	}

	@ParameterizedTest
	@MethodSource("ordinaryMessages")
	void ordinaryMessagesOfAnySizeAreRead(Class<?> type, String element) {
		byte[] bytes = RepeatedValues.ofSize(MEBIBYTE, element);
		assertThatCode(() -> decode(this.codec, bytes, type)).doesNotThrowAnyException();
	}

	@Test
	void aLongTextAndManyKeysAreOrdinary() {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("text", "é".repeat(MEBIBYTE));
		message.put("bytes", new byte[MEBIBYTE]);
		for (int key = 0; key < 50_000; key++) {
			message.put(Integer.toString(key), key);
		}
		assertThat(decode(this.codec, this.codec.encode(message), MessagePackCodec.MAP)).isInstanceOf(Map.class);
	}

	@Test
	void aMessageOfFewBytesMayTakeAMebibyte() {
		byte[] within = RepeatedValues.ofSize(16_000, EMPTY_MAP);
		assertThat(decode(this.codec, within, MessagePackCodec.MAP)).isInstanceOf(Map.class);
		byte[] beyond = RepeatedValues.ofSize(17_000, EMPTY_MAP);
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode(this.codec, beyond, MessagePackCodec.MAP))
			.withMessageContaining("more than the 1048576 bytes of memory");
	}

	@Test
	void anotherFactorAllowsMoreOrLess() {
		byte[] maps = RepeatedValues.ofSize(MEBIBYTE, EMPTY_MAP);
		assertThat(decode(this.codec.memoryFactor(65), maps, MessagePackCodec.MAP)).isInstanceOf(Map.class);
		byte[] numbers = RepeatedValues.ofSize(2 * MEBIBYTE, "01");
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode(this.codec.memoryFactor(4), numbers, MessagePackCodec.MAP))
			.withMessageContaining("(4 times its size");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.memoryFactor(0))
			.withMessageContaining("at least 1");
	}

	@Test
	void aSpecificationKeepsItsFactor() {
		MessageSpec<Points> spec = MessageSpec.of(Points.class).memoryFactor(99).naming(FieldNaming.SNAKE_CASE);
		assertThat(spec.maxBytes(70_000).schema("").codec().memoryFactor()).isEqualTo(99);
		assertThat(MessageSpec.of(Points.class).codec().memoryFactor()).isEqualTo(32);
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.map().memoryFactor(0));
	}

	@Test
	void whatNobodyReadsTakesNothing() {
		byte[] bytes = RepeatedValues.ofSize(3 * MEBIBYTE, EMPTY_MAP);
		assertThat(decode(this.codec, bytes, Other.class)).isEqualTo(new Other(null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ddffffffff", "dd80000000", "dfffffffff", "dbffffffff", "c6ffffffff", "c9ffffffff01",
			"dd7fffffff", "df7fffffff", "db7fffffff", "c67fffffff", "c97fffffff01" })
	void lengthsThatAreLiesTakeNothing(String value) {
		HexMessages.assertRefused("81a176" + value, MessagePackCodec.MAP).withMessageContaining("cut off");
		HexMessages.assertRefused("81a176" + value, Anything.class).withMessageContaining("cut off");
	}

	/** Whoever keeps the last failure of a listener keeps no message. */
	@Test
	void aFailureHoldsNothingOfTheMessage() {
		byte[] bytes = RepeatedValues.ofSize(MEBIBYTE, EMPTY_MAP);
		for (Class<?> type : List.of(Anything.class, Maps.class, Points.class, Texts.class)) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(this.codec, bytes, type))
				.satisfies((failure) -> {
					List<Throwable> chain = new ArrayList<>();
					for (Throwable link = failure; link != null; link = link.getCause()) {
						chain.add(link);
					}
					assertThat(chain).noneMatch(JacksonException.class::isInstance);
				});
		}
	}

	@Test
	void equalKeysOfMapsAreOneText() {
		byte[] bytes = RepeatedValues.list(2, "81a2696407");
		Map<?, ?> message = (Map<?, ?>) decode(this.codec, bytes, MessagePackCodec.MAP);
		List<?> list = (List<?>) message.get("v");
		List<Object> keys = new ArrayList<>();
		for (Object map : (list != null) ? list : List.of()) {
			keys.addAll(((Map<?, ?>) map).keySet());
		}
		assertThat(keys).hasSize(2).containsOnly("id");
		assertThat(keys.get(0)).isSameAs(keys.get(1));
	}

	private static Object decode(MessageCodec codec, byte[] bytes, Type type) {
		return codec.decode(bytes, bytes.length, type);
	}

	record Anything(Object v) {
	}

	record Maps(List<Map<String, Integer>> v) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Longs(long[] v) {

		@Override
		public String toString() {
			return Arrays.toString(this.v);
		}

	}

	record Texts(List<String> v) {
	}

	record Sets(List<Set<Integer>> v) {
	}

	record Point(int x, int y) {
	}

	record Points(List<Point> v) {
	}

	record Wide(@Nullable Instant at, @Nullable Integer a, @Nullable Integer b, @Nullable Integer c,
			@Nullable String text, @Nullable Duration length) {
	}

	record Wides(List<Wide> v) {
	}

	static class Bean {

		long first;

		double second;

	}

	record Beans(List<Bean> v) {
	}

	record Other(@Nullable String text) {
	}

	enum Constant {

		ONE

	}

	record HashSets(List<HashSet<Integer>> v) {
	}

	record TreeSets(List<TreeSet<Integer>> v) {
	}

	record EnumSets(List<EnumSet<Constant>> v) {
	}

	record Deques(List<ArrayDeque<Integer>> v) {
	}

	record Heaps(List<PriorityQueue<Integer>> v) {
	}

	record Vectors(List<Vector<Integer>> v) {
	}

	record Queues(List<LinkedBlockingDeque<Integer>> v) {
	}

	record Trees(List<JsonNode> v) {
	}

	record EnumMaps(List<EnumMap<Constant, Integer>> v) {
	}

	record TreeMaps(List<TreeMap<String, Integer>> v) {
	}

	record ConcurrentMaps(List<ConcurrentHashMap<String, Integer>> v) {
	}

	static class Collector {

		@JsonAnySetter
		Map<String, Object> rest = new LinkedHashMap<>();

	}

	record Collectors(List<Collector> v) {
	}

}
