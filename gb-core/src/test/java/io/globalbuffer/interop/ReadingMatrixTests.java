// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Case 26, at its full width: whatever value a message holds for a field of whatever
 * type, Java takes it if Python does, as the same value, and refuses it if Python does.
 */
class ReadingMatrixTests {

	/** Where Java and Python differ, and why. */
	private static final Map<String, String> DEVIATIONS = new LinkedHashMap<>();

	static {
		deviation("BigDecimal", "it has no negative zero", "-0.0", "'-0.0'");
		deviation("BigDecimal", "an ASCII separator is no white space, as for the other numbers", "'\\x1c12'");
		deviation("Instant", "nanoseconds are kept, Python cuts them off", "'2026-01-02 03:04:05.123456789Z'");
		deviation("OffsetDateTime", "nanoseconds are kept, Python cuts them off", "'2026-01-02 03:04:05.123456789Z'");
		deviation("LocalDateTime", "nanoseconds are kept, Python cuts them off", "'2026-01-02 03:04:05.123456789'");
		deviation("LocalTime", "nanoseconds are kept, Python cuts them off", "'03:04:05.123456789'");
		deviation("LocalTime", "it has no zone", "0", "1", "2", "255", "3600", "86399", "-0.0", "1.0", "2.0", "7.5",
				"0.0001", "1e-05", "1e-07", "5e-07", "1.0000015", "3600.5", "'03:04:05Z'", "'03:04:05+01:00'",
				"'01:00:00Z'", "'03:04:05+23:59'");
		deviation("OffsetTime", "it needs a zone", "'03:04:05'", "'03:04'", "'03:04:05.123456789'", "'01:30'",
				"'00:00:00,5'", "b'03:04:05'");
		deviation("OffsetTime", "a ZoneOffset ends at 18 hours", "'03:04:05+23:59'");
		deviation("Duration", "nanoseconds are kept, Python rounds or cuts them off", "'PT0.1234567S'",
				"'03:04:05.123456789'");
		deviation("Object", "the keys of a Map<String, Object> are text", "{1: 2}", "{True: 1}", "{2: 1}", "{1.0: 1}");
	}

	private static final MessagePackCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaTakesWhatPythonTakesAndRefusesWhatPythonRefuses(PythonVersion version) throws Exception {
		JsonNode rows = peers.get(version).call("run", Map.of("source", source(), "function", "matrix"));
		assertThat(rows.size()).isGreaterThan(4000);
		List<String> differences = new ArrayList<>();
		TreeSet<String> used = new TreeSet<>();
		for (JsonNode row : rows) {
			String type = row.path("type").asText();
			String value = row.path("value").asText();
			String expected = row.path("result").isNull() ? "refused" : row.path("result").asText();
			String actual = read(type, HexFormat.of().parseHex(row.path("message").asText()));
			if (!actual.equals(expected)) {
				String place = type + " from " + value;
				if (DEVIATIONS.containsKey(place)) {
					used.add(place);
				}
				else {
					differences.add(String.format(Locale.ROOT, "%s: Python %s, Java %s", place, expected, actual));
				}
			}
		}
		assertThat(differences).isEmpty();
		assertThat(used).as("deviations that are still ones")
			.containsExactlyElementsOf(new TreeSet<>(DEVIATIONS.keySet()));
	}

	/** The table speaks of types that are there. */
	@Test
	void everyTypeHasARecord() {
		assertThat(Targets.all()).hasSizeGreaterThanOrEqualTo(20);
	}

	private static String read(String type, byte[] message) {
		Class<?> target = Objects.requireNonNull(Targets.all().get(type), type);
		try {
			Object value = codec.decode(message, message.length, target);
			return HexFormat.of().formatHex(codec.encode(value));
		}
		catch (CodecException ex) {
			return "refused";
		}
	}

	private static void deviation(String type, String reason, String... values) {
		for (String value : values) {
			DEVIATIONS.put(type + " from " + value, reason);
		}
	}

	private static String source() throws IOException {
		try (InputStream stream = ReadingMatrixTests.class.getResourceAsStream("matrix.py")) {
			return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
