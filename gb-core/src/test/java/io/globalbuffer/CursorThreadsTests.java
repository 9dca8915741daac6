// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The threads that use one reader's cursor, and those that move the reader on beside
 * them: each sample is delivered once, or counted.
 */
class CursorThreadsTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final int CAPACITY = 64;

	private static final long SAMPLES = LongRun.rounds(400_000, 40_000);

	private static final int SEGMENTS = LongRun.rounds(400, 60);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** The next sample's. */
	private long number;

	@Test
	void aReaderThatIsHandedToAnotherThreadGoesOn() throws Exception {
		try (ArrayWriter<long[]> writer = create(OnExisting.FAIL); ArrayReader<long[]> reader = attach()) {
			write(writer, 40);
			assertThat(read(reader, 10)).isEqualTo(10);
			assertThat(Background.run(() -> read(reader, 10)).result()).isEqualTo(20);
			assertThat(read(reader, 10)).isEqualTo(30);
			assertThat(Background.run(() -> read(reader, 10)).result()).isEqualTo(40);
			assertThat(reader.overruns()).isZero();
		}
	}

	@Test
	void ofTwoThreadsThatReadAtOnceEachSampleGoesToOne() throws Exception {
		try (ArrayWriter<long[]> writer = create(OnExisting.FAIL); ArrayReader<long[]> reader = attach()) {
			AtomicBoolean over = new AtomicBoolean();
			Background<List<Long>> first = Background.run(() -> readUntil(over, reader));
			Background<List<Long>> second = Background.run(() -> readUntil(over, reader));
			write(writer, SAMPLES);
			over.set(true);
			List<Long> delivered = new ArrayList<>(first.result());
			delivered.addAll(second.result());
			delivered.addAll(readUntil(over, reader));
			assertThat(delivered).doesNotHaveDuplicates();
			assertThat(delivered.size() + reader.overruns()).isEqualTo(SAMPLES);
		}
	}

	@Test
	void whoLooksAtTheNewestMovesTheReaderOnBesideTheThreadThatReads() throws Exception {
		try (ArrayReader<long[]> reader = attach()) {
			AtomicBoolean over = new AtomicBoolean();
			Background<List<Long>> next = Background.run(() -> readUntil(over, reader));
			Background<Long> latest = Background.run(() -> lookUntil(over, reader));
			long written = 0;
			for (int segment = 0; segment < SEGMENTS; segment++) {
				try (ArrayWriter<long[]> writer = create(OnExisting.REPLACE)) {
					written += write(writer, CAPACITY - 1);
					// a segment that no reader has seen is nobody's loss
					long newest = written - 1;
					await().pollDelay(Duration.ZERO).pollInterval(MOMENT).until(() -> newestIn(reader) == newest);
				}
			}
			over.set(true);
			assertThat(latest.result()).isPositive();
			List<Long> delivered = new ArrayList<>(next.result());
			delivered.addAll(readUntil(over, reader));
			assertThat(delivered).doesNotHaveDuplicates();
			assertThat(delivered.size() + reader.overruns()).isEqualTo(written);
		}
	}

	@Test
	void aThreadThatReadsWithoutHoldingTheCursorDoesNotReadOnInsideAView() throws Exception {
		try (ArrayWriter<long[]> writer = create(OnExisting.FAIL); ArrayReader<long[]> reader = attach()) {
			write(writer, 10);
			assertThat(read(reader, 5)).isEqualTo(5);
			assertThatIllegalStateException().isThrownBy(() -> reader.readNextAsLong((sample) -> {
				try {
					return reader.nextInto(new long[1], Duration.ZERO);
				}
				catch (InterruptedException ex) {
					throw new IllegalArgumentException(ex);
				}
			}, MOMENT)).withMessageContaining("This thread is inside a next method");
			assertThat(read(reader, 4)).isEqualTo(10);
		}
	}

	@Test
	void samplesAreInOrderAgainAfterTheNewestWasAskedFor() throws Exception {
		try (ArrayWriter<long[]> writer = create(OnExisting.FAIL); ArrayReader<long[]> reader = attach()) {
			write(writer, 10);
			assertThat(read(reader, 3)).isEqualTo(3);
			assertThat(reader.nextLatest(MOMENT).orElseThrow().sequence()).isEqualTo(9);
			assertThat(reader.skipped()).isEqualTo(6);
			write(writer, 5);
			assertThat(read(reader, 5)).isEqualTo(15);
			assertThat(reader.overruns()).isZero();
		}
	}

	@Test
	void monitorsSeeAgainThatSamplesAreReadInOrder() throws Exception {
		try (ArrayWriter<long[]> writer = create(OnExisting.FAIL); ArrayReader<long[]> reader = attach()) {
			write(writer, 3);
			assertThat(read(reader, 3)).isEqualTo(3);
			await().until(() -> modes().equals(List.of(ReadMode.NEXT)));
			assertThat(reader.nextLatest(MOMENT)).isEmpty();
			await().until(() -> modes().equals(List.of(ReadMode.LATEST)));
			write(writer, 3);
			assertThat(read(reader, 3)).isEqualTo(6);
			await().until(() -> modes().equals(List.of(ReadMode.NEXT)));
		}
	}

	private List<ReadMode> modes() {
		return Segments.in(this.directory.path())
			.find("c")
			.orElseThrow()
			.readers()
			.stream()
			.flatMap((reader) -> reader.mode().stream())
			.toList();
	}

	/** Reads samples that are there, and returns the sequence after the last one. */
	private static long read(ArrayReader<long[]> reader, int samples) throws InterruptedException {
		long sequence = ArrayReader.NONE;
		for (int sample = 0; sample < samples; sample++) {
			long next = reader.nextInto(new long[1], MOMENT);
			assertThat(sequence == ArrayReader.NONE || next == sequence + 1).as("%d after %d", next, sequence).isTrue();
			sequence = next;
		}
		return sequence + 1;
	}

	/** Returns the numbers of the samples that this thread was given. */
	private static List<Long> readUntil(AtomicBoolean over, ArrayReader<long[]> reader) throws InterruptedException {
		List<Long> delivered = new ArrayList<>();
		long[] target = new long[1];
		boolean last = false;
		while (!last) {
			last = over.get();
			try {
				while (reader.nextInto(target, MOMENT) != ArrayReader.NONE) {
					delivered.add(target[0]);
				}
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageContaining("Another thread is inside a next method");
				last = false;
			}
		}
		return delivered;
	}

	private static long newestIn(ArrayReader<long[]> reader) {
		long[] target = { ArrayReader.NONE };
		reader.latestInto(target);
		return target[0];
	}

	private static long lookUntil(AtomicBoolean over, ArrayReader<long[]> reader) {
		long looks = 0;
		long[] target = new long[1];
		while (!over.get()) {
			reader.latestInto(target);
			looks++;
		}
		return looks;
	}

	private long write(ArrayWriter<long[]> writer, long samples) {
		for (long sample = 0; sample < samples; sample++) {
			writer.write(new long[] { this.number++ });
		}
		return samples;
	}

	private ArrayWriter<long[]> create(OnExisting onExisting) {
		return GlobalBuffer.create("c", SPEC)
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.onExisting(onExisting)
			.open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("c").directory(this.directory.path()).following().asArray(SPEC);
	}

}
