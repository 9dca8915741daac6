// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Reservation;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The process of {@link ExhaustedHeapTests}: fills its heap to the last object, keeps it
 * so for a while, and sees afterwards what still works.
 */
final class ExhaustedHeapProcess {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	/** Longer than the background takes to look at every handle a few times. */
	private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	/** So many that the writer keeps no slices of its slots. */
	private static final int MANY_SLOTS = 70_000;

	private static final int LARGE = 1 << 18;

	private static final int SMALL = 1 << 3;

	private final Path directory;

	private static final @Nullable Object[] NOTHING = new @Nullable Object[1];

	private @Nullable Object[] ballast = NOTHING;

	private ExhaustedHeapProcess(Path directory) {
		this.directory = directory;
	}

	public static void main(String[] arguments) {
		new ExhaustedHeapProcess(Path.of(arguments[0])).run();
	}

	private void run() {
		try (ArrayWriter<long[]> writer = builder("many").capacity(MANY_SLOTS).open();
				ArrayReader<long[]> many = attach("many");
				ArrayWriter<long[]> living = builder("living").heartbeatInterval(Duration.ofMillis(20)).open();
				ArrayReader<long[]> reader = attach("living");
				ArrayReader<long[]> follower = GlobalBuffer.attach("later")
					.directory(this.directory)
					.following()
					.asArray(long[].class)) {
			long written = writeAndReserve(writer, new long[1]);
			Figures figures = exhaust(writer);
			require(figures.refused > 0, "no reservation was refused its memory");
			written += figures.reserved;
			written += writeAndReserve(writer, new long[1]);
			require(writer.stats().written() == written, writer.stats().written() + " samples are not " + written);
			require(many.latest().orElseThrow().sequence() == written - 1, "the last sample is another one");
			Optional<Instant> stamp = living.stats().writer().lastHeartbeat();
			await(() -> !living.stats().writer().lastHeartbeat().equals(stamp), "the writer is stamped");
			GlobalBuffer.unlink(this.directory, "living");
			await(() -> reader.stats().writer().state() == WriterState.UNLINKED, "the names are looked at");
			try (ArrayWriter<long[]> later = builder("later").open()) {
				later.write(new long[] { 1 });
				// without a read, which would look for the segment by itself
				await(() -> follower.lag().isPresent(), "the reader has found its segment");
			}
		}
		System.out.println("all is well");
	}

	/** What came of the reservations while the heap was full. */
	private static final class Figures {

		private int reserved;

		private int refused;

	}

	private Figures exhaust(ArrayWriter<long[]> writer) {
		Figures figures = new Figures();
		try {
			fill(LARGE);
			long start = System.nanoTime();
			long elapsed = 0;
			while (elapsed < FULL_NANOS || (figures.refused == 0 && elapsed < LIMIT.toNanos())) {
				// what others have let go of meanwhile
				fill(SMALL);
				reserve(writer, figures);
				elapsed = System.nanoTime() - start;
			}
		}
		finally {
			this.ballast = NOTHING;
		}
		return figures;
	}

	/** Until not even the smallest object finds room. */
	private void fill(int from) {
		int size = from;
		while (size > 0) {
			try {
				@Nullable Object[] more = new @Nullable Object[size];
				more[0] = this.ballast;
				this.ballast = more;
			}
			catch (OutOfMemoryError ex) {
				size /= 2;
			}
		}
	}

	private static void reserve(ArrayWriter<long[]> writer, Figures figures) {
		try (Reservation reservation = writer.reserve()) {
			// what this throws gives the slot back
			reservation.segment();
			reservation.commit();
			figures.reserved++;
		}
		catch (OutOfMemoryError ex) {
			figures.refused++;
		}
	}

	private static int writeAndReserve(ArrayWriter<long[]> writer, long[] sample) {
		writer.write(sample);
		try (Reservation reservation = writer.reserve()) {
			reservation.abort();
		}
		try (Reservation reservation = writer.reserve()) {
			reservation.commit();
		}
		return 2;
	}

	private static void await(BooleanSupplier condition, String what) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			require(System.nanoTime() - start < LIMIT.toNanos(), "never: " + what);
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

	private WriterBuilder<ArrayWriter<long[]>> builder(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1)).directory(this.directory).capacity(3);
	}

	private ArrayReader<long[]> attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory).asArray(long[].class);
	}

}
