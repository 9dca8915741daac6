// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What a writer says of its samples comes to readers with them.
 */
class SampleOriginTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 2);

	private static final TraceContext TRACE = TraceContext.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
			true);

	private static final TraceContext OTHER_TRACE = new TraceContext(-1, -2, -3, (byte) 0);

	private static final Duration GENEROUS = Duration.ofMinutes(1);

	/** A publish time and a trace. */
	private static final int BOTH_FLAGS = 3;

	/** Where the flags of a slot lie. */
	private static final int FLAGS = 20;

	private static final int PUBLISH_TIME = 24;

	private static final int TRACE_ID = 32;

	private static final int PARENT_ID = 48;

	private static final int TRACE_FLAGS = 56;

	private static final int CHECKSUM = 60;

	private static final int SLOT_FIELDS = 8;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final AtomicReference<@Nullable TraceContext> current = new AtomicReference<>(TRACE);

	@Test
	void nothingIsSaidUnlessItWasAskedFor() throws InterruptedException {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			writer.write(new long[] { 1, 2 });
			Sample<long[]> sample = reader.latest().orElseThrow();
			assertThat(sample.origin()).isSameAs(SampleOrigin.UNKNOWN);
			assertThat(sample.writtenAt()).isEmpty();
			assertThat(reader.next().origin()).isSameAs(SampleOrigin.UNKNOWN);
			assertThat(file().getInt(SegmentFile.FEATURES) & SLOT_FIELDS).isZero();
		}
		assertThat(SampleOrigin.UNKNOWN.age()).isEmpty();
		assertThat(SampleOrigin.UNKNOWN.writtenAt()).isEmpty();
		assertThat(SampleOrigin.UNKNOWN.traceContext()).isEmpty();
	}

	@Test
	void theAgeOfASampleIsWhatHasPassedSinceItWasWritten() {
		try (ArrayWriter<long[]> writer = builder().publishTime().open(); ArrayReader<long[]> reader = attach()) {
			Instant earliest = Instant.now();
			writer.write(new long[] { 1, 2 });
			long written = System.nanoTime();
			Sample<long[]> sample = reader.latest().orElseThrow();
			Duration passed = Duration.ofNanos(System.nanoTime() - written);
			assertThat(sample.origin().age().orElseThrow()).isBetween(passed, passed.plus(GENEROUS));
			assertThat(sample.writtenAt().orElseThrow()).isBetween(earliest.minus(GENEROUS),
					Instant.now().plus(GENEROUS));
			assertThat(sample.origin().traceContext()).isEmpty();
		}
	}

	@Test
	void everyWayOfWritingAndReadingCarriesTheTrace() throws InterruptedException {
		try (ArrayWriter<long[]> writer = described().open(); ArrayReader<long[]> reader = attach()) {
			writer.write(new long[] { 1, 2 });
			assertThat(reader.latest().orElseThrow().origin().traceContext()).contains(TRACE);
			assertThat(reader.next().origin().traceContext()).contains(TRACE);
			this.current.set(OTHER_TRACE);
			try (Reservation reservation = writer.reserve()) {
				reservation.segment().setAtIndex(ValueLayout.JAVA_LONG, 0, 5);
				this.current.set(null);
				reservation.commit();
			}
			assertThat(reader.nextLatest(Duration.ZERO).orElseThrow().origin().traceContext()).as("as it was reserved")
				.contains(OTHER_TRACE);
			try (Reservation reservation = writer.reserve()) {
				reservation.revocable().fill((byte) 1);
				reservation.commit();
			}
			Sample<long[]> withoutTrace = reader.next();
			assertThat(withoutTrace.value()[0]).isEqualTo(0x0101010101010101L);
			assertThat(withoutTrace.origin().traceContext()).isEmpty();
			assertThat(withoutTrace.origin().age()).isPresent();
		}
	}

	@Test
	void messagesCarryItToo() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("o", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(2)
			.publishTime()
			.checksum()
			.traceContext(this.current::get)
			.open();
				BufferReader<Map<String, Object>> reader = GlobalBuffer.attach("o")
					.directory(this.directory.path())
					.asMap();
				BufferReader<byte[]> bytes = reader().asBytes()) {
			writer.write(Map.of("a", 1));
			assertThat(reader.latest().orElseThrow().origin().traceContext()).contains(TRACE);
			assertThat(reader.next().origin().age()).isPresent();
			assertThat(bytes.next().origin().traceContext()).contains(TRACE);
		}
	}

	@Test
	void aSubscriptionHandsItOn() {
		Queue<SampleOrigin> origins = new ConcurrentLinkedQueue<>();
		try (ArrayWriter<long[]> writer = described().open();
				ArrayReader<long[]> reader = attach();
				Subscription _ = reader.subscribe(ReadMode.NEXT, (sample) -> origins.add(sample.origin()))) {
			writer.write(new long[] { 1, 2 });
			await().until(() -> !origins.isEmpty());
			assertThat(origins.element().traceContext()).contains(TRACE);
		}
	}

	@Test
	void whatTheTraceSupplierThrowsPublishesNothingAndHoldsNothing() {
		try (ArrayWriter<long[]> writer = builder().traceContext(() -> {
			if (this.current.get() == null) {
				throw new IllegalStateException("no tracer");
			}
			return this.current.get();
		}).open(); ArrayReader<long[]> reader = attach()) {
			this.current.set(null);
			assertThatIllegalStateException().isThrownBy(() -> writer.write(new long[2])).withMessage("no tracer");
			assertThatIllegalStateException().isThrownBy(writer::reserve).withMessage("no tracer");
			assertThat(reader.latest()).isEmpty();
			assertThat(file().getInt(SegmentFile.SLOTS_START)).as("the lock of the slot").isZero();
			this.current.set(TRACE);
			assertThat(writer.write(new long[2])).isZero();
			assertThat(reader.latest().orElseThrow().origin().traceContext()).contains(TRACE);
		}
	}

	@Test
	void aSlotSaysItInTheseBytes() {
		ArraySpec<byte[]> spec = ArraySpec.of(DType.UINT8, 9);
		long before = System.nanoTime();
		try (ArrayWriter<byte[]> writer = GlobalBuffer.create("o", spec)
			.directory(this.directory.path())
			.capacity(1)
			.publishTime()
			.checksum()
			.traceContext(this.current::get)
			.open()) {
			writer.write(new byte[9]);
			writer.write("123456789".getBytes(StandardCharsets.US_ASCII));
			SegmentFile file = file();
			long slot = file.slot(1);
			assertThat(file.getHex(slot, FLAGS)).isEqualTo("02000000" + "00000000" + "0100000000000000" + "09000000");
			assertThat(file.getHex(slot + FLAGS, 4)).as("flags and sequence").isEqualTo("07010000");
			assertThat(file.getLong(slot + PUBLISH_TIME)).isBetween(before, System.nanoTime());
			assertThat(file.getHex(slot + TRACE_ID, 16)).isEqualTo(TRACE.traceId());
			assertThat(file.getHex(slot + PARENT_ID, 8)).isEqualTo(TRACE.spanId());
			assertThat(file.getHex(slot + TRACE_FLAGS, 4)).isEqualTo("01000000");
			// the known CRC-32C of these digits, e3069283, with the sequence in it
			assertThat(file.getInt(slot + CHECKSUM)).isEqualTo(0xe306_9283 ^ 0x9e37_79b9);
			assertThat(file.getInt(SegmentFile.FEATURES) & SLOT_FIELDS).isEqualTo(SLOT_FIELDS);
		}
	}

	@Test
	void aWriterThatIsAskedForNothingLeavesNothingOfAnEarlierOne() throws InterruptedException {
		try (ArrayWriter<long[]> writer = described().open()) {
			for (long number = 0; number < 5; number++) {
				writer.write(new long[] { number, number });
			}
		}
		try (ArrayWriter<long[]> successor = builder().onExisting(OnExisting.TAKE_OVER).open();
				ArrayReader<long[]> reader = reader().startFrom(StartPosition.OLDEST).asArray(long[].class)) {
			assertThat(reader.next().origin().traceContext()).as("of the earlier writer").contains(TRACE);
			assertThat(file().getInt(SegmentFile.FEATURES) & SLOT_FIELDS).isZero();
			for (long number = 5; number < 9; number++) {
				successor.write(new long[] { number, number });
				Sample<long[]> newest = reader.nextLatest(Duration.ZERO).orElseThrow();
				assertThat(newest.sequence()).isEqualTo(number);
				assertThat(newest.origin()).isSameAs(SampleOrigin.UNKNOWN);
			}
		}
	}

	@Test
	void aSuccessorThatIsAskedForItSaysIt() {
		builder().open().close();
		try (ArrayWriter<long[]> successor = described().onExisting(OnExisting.TAKE_OVER).open();
				ArrayReader<long[]> reader = attach()) {
			successor.write(new long[2]);
			assertThat(reader.latest().orElseThrow().origin().traceContext()).contains(TRACE);
			assertThat(file().getInt(SegmentFile.FEATURES) & SLOT_FIELDS).isEqualTo(SLOT_FIELDS);
		}
	}

	@Test
	void whatIsSaidOfAnotherSampleOrCannotBeIsNotBelieved() {
		try (ArrayWriter<long[]> writer = described().open(); ArrayReader<long[]> reader = attach()) {
			writer.write(new long[2]);
			long slot = file().slot(0);
			file().putInt(slot + FLAGS, 1 << 8 | BOTH_FLAGS);
			assertThat(reader.latest().orElseThrow().origin()).as("of sample 1").isSameAs(SampleOrigin.UNKNOWN);
			file().putInt(slot + FLAGS, BOTH_FLAGS);
			file().putLong(slot + PARENT_ID, 0);
			assertThat(reader.latest().orElseThrow().origin().traceContext()).as("no span").isEmpty();
			file().putLong(slot + PARENT_ID, 1);
			file().putLong(slot + PUBLISH_TIME, -1);
			assertThat(reader.latest().orElseThrow().origin().age()).contains(Duration.ZERO);
			file().putLong(slot + PUBLISH_TIME, Long.MAX_VALUE);
			assertThat(reader.latest().orElseThrow().origin().age()).contains(Duration.ZERO);
		}
	}

	@Test
	void aTimeThatIsGivenIsReadAsItWasGiven() throws InterruptedException {
		Instant past = Instant.parse("2024-02-29T12:34:56.123456789Z");
		Instant future = Instant.parse("2200-01-01T00:00:00Z");
		try (ArrayWriter<long[]> writer = builder().publishTime().open(); ArrayReader<long[]> reader = attach()) {
			assertThat(writer.write(new long[] { 1, 2 }, past)).isZero();
			assertThat(reader.next().writtenAt()).contains(past);
			writer.write(new long[] { 1, 2 }, future);
			Sample<long[]> sample = reader.next();
			assertThat(sample.writtenAt()).contains(future);
			assertThat(sample.origin().age()).contains(Duration.ZERO);
			Instant before = Instant.now().minus(GENEROUS);
			writer.write(new long[] { 1, 2 });
			assertThat(reader.next().writtenAt().orElseThrow()).as("of the next one")
				.isBetween(before, Instant.now().plus(GENEROUS));
		}
	}

	@Test
	void messagesAndBytesHaveTheTimeThatIsGivenToo() throws InterruptedException {
		Instant past = Instant.parse("2024-02-29T12:34:56.123456789Z");
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("o", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(2)
			.publishTime()
			.open();
				BufferReader<byte[]> reader = reader().asRawBytes();
				BufferWriter<byte[]> copy = GlobalBuffer.create("copy", writer.layout().orElseThrow())
					.directory(this.directory.path())
					.publishTime()
					.open();
				BufferReader<byte[]> copied = GlobalBuffer.attach("copy")
					.directory(this.directory.path())
					.asRawBytes()) {
			writer.write(Map.of("a", 1), past);
			Sample<byte[]> sample = reader.next();
			assertThat(sample.writtenAt()).contains(past);
			copy.write(sample.value(), past.plusNanos(1));
			assertThat(copied.next().writtenAt()).contains(past.plusNanos(1));
		}
	}

	@Test
	void aTimeThatCannotBeStoredIsRefusedAndPublishesNothing() {
		try (ArrayWriter<long[]> untimed = builder().open()) {
			assertThatIllegalStateException().isThrownBy(() -> untimed.write(new long[2], Instant.now()))
				.withMessageContaining("'o'")
				.withMessageContaining("publishTime()");
			assertThat(untimed.stats().written()).isZero();
		}
		try (ArrayWriter<long[]> writer = builder().publishTime().onExisting(OnExisting.TAKE_OVER).open()) {
			for (Instant time : List.of(Instant.EPOCH, Instant.MIN, Instant.MAX)) {
				assertThatIllegalArgumentException().isThrownBy(() -> writer.write(new long[2], time))
					.withMessageContaining("between 1988-04-");
			}
			assertThat(writer.stats().written()).isZero();
		}
	}

	@Test
	void timesFarBeyondTheMonotonicClockAreOfTheWallClock() {
		long hourAgo = Instant.now().minusSeconds(3600).getEpochSecond() * 1_000_000_000;
		Duration age = new SampleOrigin(hourAgo, null).age().orElseThrow();
		assertThat(age).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(70));
	}

	@Test
	void originsAreEqualIfTheySayTheSame() {
		SampleOrigin origin = new SampleOrigin(5, TRACE);
		assertThat(origin).isEqualTo(new SampleOrigin(5, TRACE)).hasSameHashCodeAs(new SampleOrigin(5, TRACE));
		assertThat(origin).isNotEqualTo(new SampleOrigin(6, TRACE)).isNotEqualTo(new SampleOrigin(5, null));
		assertThat(origin.toString()).startsWith("age PT").endsWith(TRACE.traceId() + "/" + TRACE.spanId());
		assertThat(SampleOrigin.UNKNOWN).hasToString("age unknown, trace unknown");
	}

	/** Also while the writer overwrites samples that several threads are reading. */
	@Test
	void anOriginIsNeverThatOfAnotherSample() throws Exception {
		AtomicLong next = new AtomicLong();
		try (ArrayWriter<long[]> writer = builder().capacity(1)
			.publishTime()
			.traceContext(() -> new TraceContext(next.get(), next.get(), next.get(), (byte) 0))
			.open(); ArrayReader<long[]> reader = attach()) {
			Background<Long> first = Background.run(() -> checkLatest(reader));
			Background<Long> second = Background.run(() -> checkLatest(reader));
			for (long number = 1; number <= 200_000; number++) {
				next.set(number);
				writer.write(new long[] { number, number });
			}
			next.set(Long.MAX_VALUE);
			writer.write(new long[] { Long.MAX_VALUE, 0 });
			assertThat(first.result()).isPositive();
			assertThat(second.result()).isPositive();
		}
	}

	private static long checkLatest(ArrayReader<long[]> reader) {
		long checked = 0;
		long number = 0;
		while (number < Long.MAX_VALUE) {
			try {
				Sample<long[]> sample = reader.latest().orElse(null);
				if (sample != null) {
					number = sample.value()[0];
					TraceContext trace = sample.origin().traceContext().orElseThrow();
					assertThat(trace).isEqualTo(new TraceContext(number, number, number, (byte) 0));
					checked++;
				}
			}
			catch (BufferContendedException ex) {
				Thread.onSpinWait();
			}
		}
		return checked;
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("o", SPEC).directory(this.directory.path()).capacity(3);
	}

	private WriterBuilder<ArrayWriter<long[]>> described() {
		return builder().publishTime().traceContext(this.current::get);
	}

	private ReaderBuilder reader() {
		return GlobalBuffer.attach("o").directory(this.directory.path());
	}

	private ArrayReader<long[]> attach() {
		return reader().asArray(long[].class);
	}

	private SegmentFile file() {
		return new SegmentFile(this.directory.segment("o"));
	}

}
