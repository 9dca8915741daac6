// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Samples are looked at where they lie, and what was seen counts only if nobody wrote
 * there meanwhile. Case 40.
 */
class ViewTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

	private static final int CAPACITY = 3;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aViewIsTheSampleInItsSlot() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			assertThat(reader.readLatest(ViewTests::number)).isEmpty();
			assertThat(reader.readLatestAsLong(ViewTests::number)).isEmpty();
			assertThat(reader.readLatestAsDouble(ViewTests::number)).isEmpty();
			assertThat(reader.readNext(ViewTests::number, Duration.ZERO)).isEmpty();
			write(writer, 5, 6, 7);
			assertThat(reader.readLatest((view) -> view.byteSize() + ":" + number(view))).contains("16:7");
			assertThat(reader.readLatestAsLong(ViewTests::number)).hasValue(7);
			assertThat(reader.readLatestAsDouble(ViewTests::number)).hasValue(7);
			assertThat(reader.lag()).hasValue(3);
			assertThat(reader.readNext(ViewTests::number, TIMEOUT)).contains(5L);
			assertThat(reader.readNextAsLong(ViewTests::number, TIMEOUT)).hasValue(6);
			assertThat(reader.readNextAsDouble(ViewTests::number, TIMEOUT)).hasValue(7);
			assertThat(reader.readNextAsDouble(ViewTests::number, Duration.ZERO)).isEmpty();
			assertThat(reader.readNextAsLong(ViewTests::number, Duration.ZERO)).isEmpty();
			assertThat(reader.overruns()).isZero();
		}
	}

	@Test
	void aViewCannotBeWritten() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 5);
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> reader.readLatest((view) -> {
				view.set(LONG, 0, 1L);
				return true;
			}));
			assertThatExceptionOfType(IndexOutOfBoundsException.class)
				.isThrownBy(() -> reader.readLatest((view) -> view.get(LONG, 16)));
			assertThat(reader.latest().orElseThrow().value()).containsExactly(5, 5);
		}
	}

	@Test
	void theNewestIsReadAgainWhenItIsOverwrittenUnderTheFunction() {
		List<Long> seen = new ArrayList<>();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			long result = reader.readLatestAsLong((view) -> {
				seen.add(number(view));
				if (seen.size() == 1) {
					write(writer, 2, 3, 4, 5);
				}
				return number(view);
			}).orElseThrow();
			assertThat(result).isEqualTo(5);
			assertThat(seen).containsExactly(1L, 5L);
		}
	}

	@Test
	void theOldestLeftIsReadWhenTheNextIsOverwrittenUnderTheFunction() throws InterruptedException {
		AtomicInteger calls = new AtomicInteger();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 1);
			long result = reader.readNext((view) -> {
				if (calls.incrementAndGet() == 1) {
					write(writer, 2, 3, 4, 5);
				}
				return number(view);
			}, TIMEOUT).orElseThrow();
			assertThat(result).isEqualTo(3);
			assertThat(calls).hasValue(2);
			assertThat(reader.overruns()).isEqualTo(3);
			assertThat(reader.readNextAsLong(ViewTests::number, TIMEOUT)).hasValue(4);
		}
	}

	@Test
	void aSampleThatLeavesTheWindowUnwrittenStillCounts() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			assertThat(reader.readLatestAsLong((view) -> {
				long before = number(view);
				write(writer, before + 1);
				return number(view);
			})).as("its slot was not touched").hasValue(1);
		}
	}

	@Test
	void aWriterThatIsAlwaysFasterIsReported() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			assertThatExceptionOfType(BufferContendedException.class).isThrownBy(() -> reader.readLatest((view) -> {
				write(writer, 1, 2, 3, 4, 5);
				return number(view);
			})).withMessageContaining("'v'").withMessageContaining("function");
			assertThatExceptionOfType(BufferContendedException.class).isThrownBy(() -> reader.readNextAsLong((view) -> {
				write(writer, 1, 2, 3, 4, 5);
				return number(view);
			}, Duration.ZERO));
			assertThat(reader.readLatestAsLong(ViewTests::number)).hasValue(5);
		}
	}

	@Test
	void whatAFunctionThrowsAtAWholeSampleIsThrownOn() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1, 2);
			assertThatIllegalStateException().isThrownBy(() -> reader.readLatest((view) -> {
				throw new IllegalStateException("at " + number(view));
			})).withMessage("at 2");
			assertThatExceptionOfType(InternalError.class).isThrownBy(() -> reader.readNext((view) -> {
				throw new InternalError("the application's own");
			}, TIMEOUT)).withMessage("the application's own");
			assertThat(reader.readNextAsLong(ViewTests::number, TIMEOUT)).as("the cursor has moved past it")
				.hasValue(2);
		}
	}

	@Test
	void memoryThatTheFunctionLosesElsewhereIsNoLossOfTheBuffer() throws IOException {
		Path file = this.directory.path().resolve("other");
		try (Arena arena = Arena.ofConfined();
				FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
						StandardOpenOption.WRITE);
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach()) {
			MemorySegment other = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES, arena);
			channel.truncate(0);
			write(writer, 1);
			assertThatExceptionOfType(InternalError.class)
				.isThrownBy(() -> reader.readLatestAsLong((view) -> number(view) + other.get(LONG, 0)));
			assertThat(reader.readLatestAsLong(ViewTests::number)).hasValue(1);
		}
	}

	@Test
	void whatAFunctionThrowsAtATornSampleIsForgotten() {
		AtomicInteger calls = new AtomicInteger();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			assertThat(reader.readLatestAsLong((view) -> {
				if (calls.incrementAndGet() == 1) {
					write(writer, 2, 3, 4, 5);
					throw new ArithmeticException("of nonsense");
				}
				return number(view);
			})).hasValue(5);
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void aFunctionMustReturnSomething() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			assertThatNullPointerException().isThrownBy(() -> reader.readLatest((view) -> null))
				.withMessageContaining("cannot return null");
		}
	}

	@Test
	void aFunctionCannotReadOnWithItsOwnCursor() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1, 2);
			assertThatIllegalStateException().isThrownBy(() -> reader.readNext((view) -> {
				try {
					return reader.next(Duration.ZERO);
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			}, TIMEOUT)).withMessageContaining("This thread is inside a next method");
		}
	}

	@Test
	void aReaderThatIsClosedUnderAFunctionSaysSo() {
		ArrayReader<long[]> reader;
		try (ArrayWriter<long[]> writer = create()) {
			reader = attach();
			write(writer, 1);
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> reader.readLatest((view) -> {
				reader.close();
				return number(view);
			}));
		}
	}

	@Test
	void aViewThatIsKeptIsOfNoUseOnceTheReaderIsClosed() {
		AtomicReference<MemorySegment> kept = new AtomicReference<>();
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach()) {
				write(writer, 1);
				reader.readLatestAsLong((view) -> {
					kept.set(view);
					return 0;
				});
			}
			assertThatIllegalStateException().isThrownBy(() -> number(kept.get()));
		}
	}

	@Test
	void aFollowingReaderLooksAtTheNewSegment() throws InterruptedException {
		ArrayWriter<long[]> first = create();
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("v")
			.directory(this.directory.path())
			.following()
			.asArray(long[].class)) {
			write(first, 1);
			first.unlink();
			first.close();
			try (ArrayWriter<long[]> second = create()) {
				write(second, 2);
				assertThat(reader.readNextAsLong(ViewTests::number, TIMEOUT)).hasValue(1);
				assertThat(reader.readNextAsLong(ViewTests::number, TIMEOUT)).hasValue(2);
				assertThat(reader.readLatestAsLong(ViewTests::number)).hasValue(2);
			}
		}
	}

	/** The two halves of a sample: equal in each that is whole. */
	private static long number(MemorySegment view) {
		return (view.get(LONG, 0) + view.get(LONG, 8)) / 2;
	}

	private static void write(ArrayWriter<long[]> writer, long... numbers) {
		for (long number : numbers) {
			writer.write(new long[] { number, number });
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("v", ArraySpec.of(DType.INT64, 2))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("v").directory(this.directory.path()).asArray(long[].class);
	}

}
