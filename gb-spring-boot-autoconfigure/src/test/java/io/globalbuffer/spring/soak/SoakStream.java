// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.TestApplication;

/**
 * The streams of the soak. Each sample says its sequence.
 */
enum SoakStream {

	/** Written by a bean of the application that listens to it. */
	FLAGS(By.BEAN, ArraySpec.of(DType.INT32, 4), 128),

	IMU(By.THREAD, ArraySpec.of(DType.FLOAT64, 6), 256),

	/** Replaced each time its writer starts again. */
	CAMERA(By.REPLACING_THREAD, ArraySpec.of(DType.UINT8, 64, 1024), 8),

	DEPTH(By.THREAD, ArraySpec.of(DType.UINT16, 32, 32), 32),

	QUOTES(By.THREAD, null, 64),

	CSI(By.CHILD, ArraySpec.of(DType.COMPLEX64, 64, 4), 64),

	COUNTS(By.CHILD, ArraySpec.of(DType.INT64, 16), 512),

	TRADES(By.CHILD, null, 64),

	/** By Python 1.1.3, as are the points. */
	NEWER(By.PYTHON, ArraySpec.of(DType.FLOAT32, 32), 64),

	POINTS(By.PYTHON, null, 64),

	/** By Python 1.0.2. */
	OLDER(By.PYTHON, ArraySpec.of(DType.INT32, 64), 64);

	/** Who writes. */
	enum By {

		BEAN, THREAD, REPLACING_THREAD, CHILD, PYTHON

	}

	private static final Duration TAKE_OVER_TIMEOUT = Duration.ofSeconds(30);

	private final By by;

	/** Empty for messages; immutable, as its value is. */
	@SuppressWarnings("ImmutableEnumChecker")
	private final Optional<ArraySpec<?>> arrays;

	private final int capacity;

	SoakStream(By by, @Nullable ArraySpec<?> arrays, int capacity) {
		this.by = by;
		this.arrays = Optional.ofNullable(arrays);
		this.capacity = capacity;
	}

	By by() {
		return this.by;
	}

	/** Whether each sample that is written is counted: Python writers are killed. */
	boolean isExact() {
		return this.by != By.PYTHON;
	}

	int capacity() {
		return this.capacity;
	}

	/** The element type as numpy names it, and the shape. */
	ArraySpec<?> spec() {
		return this.arrays.orElseThrow();
	}

	/** The declared buffer's name. */
	String buffer() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The declaration. */
	String[] properties(String segment) {
		String layout = this.arrays
			.map((spec) -> "dtype=" + spec.dtype() + " shape="
					+ Arrays.stream(spec.shape()).mapToObj(Long::toString).collect(Collectors.joining(",")))
			.orElse("type=" + ((this == POINTS) ? Point.class : SoakMessage.class).getName());
		String common = "kind=" + (this.arrays.isPresent() ? "array" : "message") + " segment=" + segment + " " + layout
				+ " ";
		String role = (this.by == By.BEAN) ? "role=writer on-close=unlink capacity=" + this.capacity : "role=reader";
		return TestApplication.buffer(buffer(), (common + role).split(" ", -1));
	}

	/** Opens a writer, which goes on with the segment or replaces it. */
	NumberedWriter open(String segment) {
		return this.arrays.<NumberedWriter>map((spec) -> NumberedWriter.of(opened(GlobalBuffer.create(segment, spec))))
			.orElseGet(() -> NumberedWriter
				.ofMessages(opened(GlobalBuffer.create(segment, MessageSpec.of(SoakMessage.class)))));
	}

	/** How many samples were committed to a segment. */
	long count(String segment) {
		ReaderBuilder builder = GlobalBuffer.attach(segment);
		try (BufferReader<?> reader = this.arrays.isPresent() ? builder.asArray() : builder.asBytes()) {
			return reader.stats().sequence().orElse(-1) + 1;
		}
	}

	private <W extends BufferWriter<?>> W opened(WriterBuilder<W> builder) {
		return builder.capacity(this.capacity)
			.onExisting((this.by == By.REPLACING_THREAD) ? OnExisting.REPLACE : OnExisting.TAKE_OVER)
			.takeOverTimeout(TAKE_OVER_TIMEOUT)
			.open();
	}

	/**
	 * What a Python process writes as messages.
	 *
	 * @param x the sample's sequence
	 * @param y the same, negative
	 */
	record Point(double x, double y) {
	}

	/**
	 * Writes samples that say their sequence.
	 */
	interface NumberedWriter extends AutoCloseable {

		static <A> NumberedWriter of(ArrayWriter<A> writer) {
			A array = writer.spec().newArray();
			return new Numbered<>(writer) {
				@Override
				A sample(long number) {
					SoakArrays.fill(array, number);
					return array;
				}
			};
		}

		static NumberedWriter ofMessages(BufferWriter<SoakMessage> writer) {
			return new Numbered<>(writer) {
				@Override
				SoakMessage sample(long number) {
					return SoakMessage.of(number);
				}
			};
		}

		/** Writes the next sample. */
		void write();

		/** How many samples there are in the stream. */
		long count();

		@Override
		void close();

	}

	/**
	 * Counts on from what is in the segment.
	 *
	 * @param <T> the type of a sample
	 */
	private abstract static class Numbered<T> implements NumberedWriter {

		private final BufferWriter<T> writer;

		private long next;

		Numbered(BufferWriter<T> writer) {
			this.writer = writer;
			this.next = writer.stats().sequence().orElse(-1) + 1;
		}

		abstract T sample(long number);

		@Override
		public void write() {
			long sequence = this.writer.write(sample(this.next));
			if (sequence != this.next) {
				throw new IllegalStateException("Sample " + this.next + " was written as " + sequence);
			}
			this.next++;
		}

		@Override
		public long count() {
			return this.next;
		}

		@Override
		public void close() {
			this.writer.close();
		}

	}

}
