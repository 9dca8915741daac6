// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The borders of what is written are those of Python's own dates, times and durations.
 */
class TemporalRangeInteropTests {

	private static final PythonVersion NEWEST = PythonVersion.V1_1_3;

	private static final String SOURCE = """
			from datetime import date, datetime, time, timedelta
			import msgspec
			from pydantic import TypeAdapter

			def seen(waiting, given, annotation):
			    reader = gb.attach(given)
			    value = reader.latest()["v"]
			    reader.close()
			    return repr(TypeAdapter(eval(annotation)).validate_python(value))

			def refused(waiting, encoded, annotation):
			    try:
			        value = msgspec.msgpack.decode(bytes.fromhex(encoded))
			        return repr(TypeAdapter(eval(annotation)).validate_python(value))
			    except Exception:
			        return "refused"
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	static Stream<Arguments> borders() {
		Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
		Duration longest = Duration.ofDays(999_999_999).plusSeconds(86_399).plusNanos(999_999_000);
		String utc = "tzinfo=datetime.timezone.utc";
		String end = "datetime.datetime(9999, 12, 31, 23, 59, 59, 999999";
		String longestDelta = "datetime.timedelta(days=999999999, seconds=86399, microseconds=999999)";
		String shortestDelta = "datetime.timedelta(days=-999999999)";
		return Stream.of(
				arguments(new OfInstant(Instant.parse("0001-01-01T00:00:00Z")), "datetime",
						"datetime.datetime(1, 1, 1, 0, 0, " + utc + ")"),
				arguments(new OfInstant(last), "datetime", end + ", " + utc + ")"),
				arguments(new OfInstant(last.plusNanos(499)), "datetime", end + ", " + utc + ")"),
				arguments(new OfInstant(Instant.parse("2026-01-01T00:00:00.000000500Z")), "datetime",
						"datetime.datetime(2026, 1, 1, 0, 0, 0, 1, " + utc + ")"),
				arguments(new OfLocal(LocalDateTime.parse("0001-01-01T00:00:00")), "datetime",
						"datetime.datetime(1, 1, 1, 0, 0)"),
				arguments(new OfLocal(LocalDateTime.parse("9999-12-31T23:59:59.999999999")), "datetime", end + ")"),
				arguments(new OfDay(LocalDate.parse("0001-01-01")), "date", "datetime.date(1, 1, 1)"),
				arguments(new OfDay(LocalDate.parse("9999-12-31")), "date", "datetime.date(9999, 12, 31)"),
				arguments(new OfTime(LocalTime.MAX), "time", "datetime.time(23, 59, 59, 999999)"),
				arguments(new OfDuration(longest), "timedelta", longestDelta),
				arguments(new OfDuration(longest.plusNanos(499)), "timedelta", longestDelta),
				arguments(new OfDuration(Duration.ofDays(-999_999_999)), "timedelta", shortestDelta),
				arguments(new OfDuration(Duration.ofDays(-999_999_999).minusNanos(499)), "timedelta", shortestDelta),
				arguments(new OfDuration(Duration.ofNanos(500)), "timedelta", "datetime.timedelta(microseconds=1)"));
	}

	@ParameterizedTest
	@MethodSource("borders")
	void whatIsWrittenIsRead(Record message, String annotation, String python) {
		String name = this.names.next();
		write(name, message);
		assertThat(peers.get(NEWEST)
			.call("run", Map.of("source", SOURCE, "function", "seen", "given", name, "annotation", annotation))
			.asText()).isEqualTo(python);
	}

	/** The forms that what is refused here would have had. */
	@ParameterizedTest
	@CsvSource({ "c70cff3b9ac9fffffffff1886e08ff, datetime", "c70cff00000000fffffff1886e08ff, datetime",
			"c70cff3b9ac80c0000003afff4417f, datetime", "c70cff000000000000003afff44180, datetime",
			"ac503130303030303030303044, timedelta",
			"ba50393939393939393939445438363339392e3939393939393553, timedelta",
			"b72d503939393939393939394454302e3030303030303553, timedelta", "ab31303030302d30312d3031, date",
			"aa303030302d31322d3331, date" })
	void whatIsNotWrittenWouldBeRefused(String encoded, String annotation) {
		assertThat(peers.get(NEWEST)
			.call("run", Map.of("source", SOURCE, "function", "refused", "encoded", encoded, "annotation", annotation))
			.asText()).isEqualTo("refused");
	}

	@SuppressWarnings("unchecked")
	private static <T extends Record> void write(String name, T message) {
		try (BufferWriter<T> writer = GlobalBuffer
			.create(name, MessageSpec.of((Class<T>) message.getClass()).schema(""))
			.capacity(2)
			.open(); BufferReader<T> reader = GlobalBuffer.attach(name).as((Class<T>) message.getClass())) {
			writer.write(message);
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(message);
		}
	}

	record OfInstant(Instant v) {
	}

	record OfLocal(LocalDateTime v) {
	}

	record OfDay(LocalDate v) {
	}

	record OfTime(LocalTime v) {
	}

	record OfDuration(Duration v) {
	}

}
