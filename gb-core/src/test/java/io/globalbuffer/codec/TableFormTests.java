// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Cases 23 and 25: dates, times, decimals, enums and optional values. */
class TableFormTests {

	private final MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	/** Case 25. */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.codec.TableRows#all")
	void everyRowHasItsBytesAndComesBack(TableRows.Row row) {
		assertThat(HexFormat.of().formatHex(this.codec.encode(row.message()))).isEqualTo(row.hex());
		assertThat(HexMessages.decode(row.hex(), row.message().getClass())).isEqualTo(row.message());
	}

	/** Case 23: the model of twelve fields. */
	@Test
	void aModelOfTwelveFieldsHasThe119BytesOfThePythonPeers() {
		Model model = new Model("n", 3, 2, true, new byte[] { -1, 0 }, null, Colour.r, new Inner(1, null),
				List.of(new Inner(2, "q")), Map.of("k", 1), Instant.parse("2026-01-02T00:00:00Z"),
				LocalDateTime.parse("2026-01-02T00:00:00"));
		String hex = "8ca46e616d65a16ea3636e7403a5726174696fcb4000000000000000a26f6bc3a3726177c402ff00a36f7074c0"
				+ "a3636f6ca172a5696e6e657282a17a01a161c0a46d616e799182a17a02a161a171a16481a16b01a26174d6ff69570a80"
				+ "a56e61697665b3323032362d30312d30325430303a30303a3030";
		assertThat(this.codec.encode(model)).hasSize(119).isEqualTo(HexFormat.of().parseHex(hex));
		assertThat(HexMessages.decode(hex, Model.class)).usingRecursiveComparison().isEqualTo(model);
	}

	@Test
	void nanosecondsAreKept() {
		Nanos nanos = new Nanos(Instant.ofEpochSecond(1, 1), LocalDateTime.parse("2026-01-02T03:04:05.000000001"),
				LocalTime.parse("03:04:05.123456789"));
		byte[] bytes = this.codec.encode(nanos);
		assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("2026-01-02T03:04:05.000000001")
			.contains("03:04:05.123456789");
		assertThat(this.codec.decode(bytes, bytes.length, Nanos.class)).isEqualTo(nanos);
	}

	@Test
	void aTimestampInAMapIsAnInstantAndTextStaysText() {
		assertThat(HexMessages.decode("82a161d6ff695735a5a162aa323032362d30312d3032", MessagePackCodec.MAP))
			.isEqualTo(Map.of("a", Instant.parse("2026-01-02T03:04:05Z"), "b", "2026-01-02"));
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.codec.TableRows#all")
	void everyRowHasTheSameFormInAMap(TableRows.Row row) throws ReflectiveOperationException {
		var accessor = row.message().getClass().getDeclaredMethod("v");
		accessor.setAccessible(true);
		Map<String, Object> map = Map.of("v", accessor.invoke(row.message()));
		assertThat(HexFormat.of().formatHex(this.codec.encode(map))).isEqualTo(row.hex());
	}

	enum Colour {

		r

	}

	record Inner(int z, @Nullable String a) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record Model(String name, int cnt, double ratio, boolean ok, byte[] raw, @Nullable Integer opt, Colour col,
			Inner inner, List<Inner> many, Map<String, Integer> d, Instant at, LocalDateTime naive) {

	}

	record Nanos(Instant at, LocalDateTime naive, LocalTime time) {

	}

}
