// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Monitors see what the name leads to now, and looking moves no reader.
 */
class LookingTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aMonitorTakesNothingFromAReaderThatHasNotReadYet() throws InterruptedException {
		try (ArrayReader<long[]> reader = attachToReplaced()) {
			awaitWriter(reader, WriterState.CLOSED);
			lookAtEverything(reader);
			assertThat(values(reader, 5)).containsExactly(0L, 1L, 100L, 101L, 102L);
			assertThat(reader.generation()).isEqualTo(1);
			assertThat(reader.overruns()).isZero();
			assertThat(reader.lag()).hasValue(0);
		}
	}

	@Test
	void aMonitorTakesNothingFromAReaderThatHasReadWhatThereWas() throws InterruptedException {
		try (ArrayWriter<long[]> old = create(); ArrayReader<long[]> reader = attach()) {
			write(old, 0, 1);
			assertThat(values(reader, 1)).containsExactly(0L);
			old.unlink();
			try (ArrayWriter<long[]> fresh = create()) {
				write(fresh, 100, 101);
				await().until(() -> reader.stats().generation() == 1);
				// one that was not told that its name has gone
				write(old, 1, 3);
				lookAtEverything(reader);
				assertThat(values(reader, 3)).containsExactly(1L, 2L, 100L);
			}
		}
	}

	@Test
	void aSegmentThatIsOnlyMonitoredTurnsHealthyWhenItsNewWriterComes() {
		try (ArrayReader<long[]> reader = attachToUnlinked()) {
			awaitWriter(reader, WriterState.UNLINKED);
			for (int generation = 1; generation <= 3; generation++) {
				try (ArrayWriter<long[]> fresh = create()) {
					write(fresh, 0, generation);
					awaitWriter(reader, WriterState.ACTIVE);
					assertThat(reader.stats()).returns(fresh.layout(), BufferStats::layout)
						.returns(1, BufferStats::generation)
						.returns(fresh.stats().memoryBytes(), BufferStats::memoryBytes);
					assertThat(reader.stats().sequence()).hasValue(generation - 1);
					fresh.unlink();
				}
				awaitWriter(reader, WriterState.UNLINKED);
			}
			assertThat(reader.stats().written()).isEqualTo(2 + 1 + 2 + 3);
			assertThat(reader.generation()).isZero();
			assertThat(reader.lag()).hasValue(2);
		}
	}

	@Test
	void totalsHoldEverySegmentAlsoWhenNobodyLooks() throws InterruptedException {
		try (ArrayReader<long[]> reader = attachToUnlinked();
				ArrayReader<long[]> other = attach();
				ArrayWriter<long[]> fresh = create()) {
			write(fresh, 0, 3);
			await().until(() -> other.stats().rate().isPresent());
			fresh.unlink();
			awaitWriter(other, WriterState.UNLINKED);
			try (ArrayWriter<long[]> last = create()) {
				write(last, 0, 4);
				awaitWriter(reader, WriterState.ACTIVE);
				assertThat(reader.stats().written()).isEqualTo(2 + 3 + 4);
				assertThat(values(reader, 5)).containsExactly(0L, 1L, 1L, 2L, 3L);
				assertThat(reader.stats().written()).as("counted once").isEqualTo(2 + 3 + 4);
			}
		}
	}

	@Test
	void aMonitorSeesTheOldSegmentWhereTheNewOneHoldsSomethingElse() throws InterruptedException {
		try (ArrayReader<long[]> reader = attachToUnlinked();
				ArrayWriter<double[]> other = GlobalBuffer.create("l", ArraySpec.of(DType.FLOAT64, 1))
					.directory(this.directory.path())
					.capacity(3)
					.open()) {
			awaitWriter(reader, WriterState.REPLACED);
			assertThat(reader.stats().layout()).isEqualTo(reader.layout());
			other.unlink();
			assertThat(values(reader, 2)).containsExactly(0L, 1L);
		}
	}

	@Test
	void aReaderThatDoesNotFollowIsMonitoredWhereItIs() {
		try (ArrayWriter<long[]> old = create();
				ArrayReader<long[]> reader = GlobalBuffer.attach("l")
					.directory(this.directory.path())
					.asArray(long[].class)) {
			write(old, 0, 2);
			old.unlink();
			try (ArrayWriter<long[]> fresh = create()) {
				awaitWriter(reader, WriterState.REPLACED);
				assertThat(fresh.isOpen()).isTrue();
				assertThat(reader.stats().sequence()).hasValue(1);
			}
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whatIsMappedForMonitorsIsUnmappedInTheEnd() throws IOException, InterruptedException {
		try (ArrayReader<long[]> reader = attachToUnlinked()) {
			for (int generation = 1; generation <= 3; generation++) {
				try (ArrayWriter<long[]> fresh = create()) {
					awaitWriter(reader, WriterState.ACTIVE);
					lookAtEverything(reader);
					assertThat(mappings()).as("its own and its entry, the one ahead, the writer's").isEqualTo(4);
					fresh.unlink();
				}
				awaitWriter(reader, WriterState.UNLINKED);
			}
			try (ArrayWriter<long[]> last = create()) {
				write(last, 0, 1);
				assertThat(values(reader, 3)).containsExactly(0L, 1L, 0L);
				lookAtEverything(reader);
				assertThat(mappings()).as("its own and its entry, the writer's").isEqualTo(3);
			}
		}
		assertThat(mappings()).isZero();
	}

	@Test
	void theRateIsTheSameWhetherSomebodyLooksOrNot() {
		long before = System.nanoTime();
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				ArrayReader<long[]> later = attach()) {
			write(writer, 0, 1000);
			await().until(() -> later.stats().rate().isPresent());
			double rate = reader.stats().rate().orElseThrow();
			assertThat(rate).isBetween(1000 / ((System.nanoTime() - before) / 1e9), 1000.0);
		}
	}

	private void awaitWriter(BufferReader<?> reader, WriterState state) {
		await().until(() -> reader.stats().writer().state() == state);
	}

	private static void lookAtEverything(BufferReader<?> reader) {
		for (int i = 0; i < 3; i++) {
			assertThat(reader.stats().written()).isPositive();
			assertThat(reader.lag()).isPresent();
			assertThat(reader.layout()).isPresent();
			assertThat(reader.generation()).isNotNegative();
			assertThat(reader.overruns() + reader.skipped()).isZero();
			assertThat(reader.toString()).contains("'l'");
		}
	}

	private long mappings() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
			return lines.filter((line) -> line.contains(this.directory.path().toString())).count();
		}
	}

	/** A reader of a segment with two samples, which is gone. */
	private ArrayReader<long[]> attachToUnlinked() {
		try (ArrayWriter<long[]> old = create()) {
			ArrayReader<long[]> reader = attach();
			write(old, 0, 2);
			old.unlink();
			return reader;
		}
	}

	/** A reader of a segment with two samples, which was replaced by one with three. */
	private ArrayReader<long[]> attachToReplaced() {
		ArrayReader<long[]> reader = attachToUnlinked();
		try (ArrayWriter<long[]> fresh = create()) {
			write(fresh, 100, 103);
		}
		return reader;
	}

	private static List<Long> values(ArrayReader<long[]> reader, int count) throws InterruptedException {
		List<Long> values = new ArrayList<>();
		while (values.size() < count) {
			values.add(reader.next(LONG).orElseThrow().value()[0]);
		}
		return values;
	}

	private static void write(ArrayWriter<long[]> writer, long from, long to) {
		for (long value = from; value < to; value++) {
			writer.write(new long[] { value });
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("l", SPEC).directory(this.directory.path()).capacity(3).open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("l").directory(this.directory.path()).following().asArray(SPEC);
	}

}
