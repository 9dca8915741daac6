// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stack that overflows inside a write or a read, at every depth there is: what comes
 * next works, and the numbers are right.
 */
class ExhaustedStackTests {

	/** The first ones are interpreted, the last ones compiled. */
	private static final int DIVES = 40;

	private static final long STACK_BYTES = 200_000;

	private static final int DEEPER_THAN_ANY_STACK = 1_000_000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aWriterGoesOn() throws Exception {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			long[] sample = { 7, 7 };
			exhaust(() -> writer.write(sample), () -> next(writer, reader));
		}
	}

	@Test
	void aWriterThatSaysMuchOfItsSamplesGoesOn() throws Exception {
		try (ArrayWriter<long[]> writer = builder().publishTime()
			.checksum()
			.traceContext(() -> TraceContext.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true))
			.heartbeatInterval(Duration.ZERO)
			.open(); ArrayReader<long[]> reader = attach()) {
			long[] sample = { 7, 7 };
			exhaust(() -> writer.write(sample), () -> next(writer, reader));
		}
	}

	@Test
	void aConfinedWriterGoesOn() throws Exception {
		try (ArrayWriter<long[]> writer = builder().confined().open(); ArrayReader<long[]> reader = attach()) {
			long[] sample = { 7, 7 };
			exhaust(() -> writer.write(sample), () -> next(writer, reader));
		}
	}

	@Test
	void aWriterThatReservesGoesOn() throws Exception {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			@Nullable Reservation[] last = new Reservation[1];
			exhaust(() -> reserveAndCommit(writer, last), () -> next(writer, reader));
		}
	}

	@Test
	void aReaderDoesNotStayInUse() throws Exception {
		try (ArrayWriter<long[]> writer = builder().open();
				ArrayReader<long[]> reader = GlobalBuffer.attach("s")
					.directory(this.directory.path())
					.following()
					.asArray(long[].class)) {
			long[] sample = { 7, 7 };
			long[] target = new long[2];
			exhaust(() -> {
				writer.write(sample);
				reader.next(Duration.ZERO);
				reader.nextInto(target, Duration.ZERO);
				reader.readNextAsLong((view) -> view.get(ValueLayout.JAVA_LONG, 0), Duration.ZERO);
				reader.nextBatchInto(target, Duration.ZERO);
				return reader.latestInto(target);
			}, () -> {
				long sequence = writer.write(sample);
				while (reader.nextInto(target, Duration.ZERO) != sequence) {
					assertThat(target).containsExactly(7, 7);
				}
				return sequence;
			});
		}
	}

	/** Nothing that a thread without stack has left behind keeps it mapped. */
	@Test
	void whatIsClosedIsUnmapped() throws Exception {
		for (int dive = 0; dive < DIVES; dive++) {
			boolean confined = dive % 2 == 0;
			ArrayWriter<long[]> writer = (confined ? builder().confined() : builder()).open();
			ArrayReader<long[]> reader = attach();
			long[] sample = { 7, 7 };
			// first: classes that cannot be initialized for want of stack never can
			use(writer, reader, sample);
			AtomicLong calls = new AtomicLong();
			AtomicBoolean done = new AtomicBoolean();
			Diver diver = new Diver(() -> {
				if (!done.get()) {
					use(writer, reader, sample);
					// with stack enough, it would be put right
					done.set(true);
				}
				return calls.incrementAndGet();
			}, 0, dive);
			Thread thread = new Thread(null, () -> diver.diveFrom(diver.offset), "diver-" + dive, STACK_BYTES);
			thread.start();
			thread.join();
			assertThat(diver.failure).isNull();
			reader.close();
			writer.unlink();
			writer.close();
			assertThat(maps()).doesNotContain(this.directory.path().toString());
		}
	}

	private static void use(ArrayWriter<long[]> writer, ArrayReader<long[]> reader, long[] sample)
			throws InterruptedException {
		writer.write(sample);
		reader.nextInto(sample, Duration.ZERO);
		reader.latestInto(sample);
	}

	private static String maps() throws IOException {
		Path maps = Path.of("/proc/self/maps");
		return Files.exists(maps) ? Files.readString(maps) : "";
	}

	/** All that was written is there, and no more. */
	private static long next(ArrayWriter<long[]> writer, ArrayReader<long[]> reader) {
		long sequence = writer.write(new long[] { 8, 9 });
		assertThat(writer.stats().written()).isEqualTo(sequence + 1);
		Sample<long[]> sample = reader.latest().orElseThrow();
		assertThat(sample.sequence()).isEqualTo(sequence);
		assertThat(sample.value()).containsExactly(8, 9);
		return sequence;
	}

	/** Where closing took more stack than reserving, it is done again with more. */
	private static long reserveAndCommit(ArrayWriter<long[]> writer, @Nullable Reservation[] last) {
		Reservation earlier = last[0];
		if (earlier != null) {
			earlier.close();
		}
		try (Reservation reservation = writer.reserve()) {
			// an array: to store in it takes no stack
			last[0] = reservation;
			reservation.segment().set(ValueLayout.JAVA_LONG, 0, 7);
			return reservation.commit();
		}
	}

	/**
	 * Does something with less and less stack, until it has some again.
	 * @param action returns a sequence, which rises from call to call
	 * @param check returns one too, with stack enough, and in another thread: the one
	 * that had none may be alive, and do something else for ever
	 */
	private static void exhaust(Callable<Long> action, Callable<Long> check) throws Exception {
		long last = check.call();
		long overflows = 0;
		for (int dive = 0; dive < DIVES; dive++) {
			Diver diver = new Diver(action, last, dive);
			CountDownLatch surfaced = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			Thread thread = new Thread(null, () -> {
				diver.diveFrom(diver.offset);
				surfaced.countDown();
				try {
					end.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}, "diver-" + dive, STACK_BYTES);
			thread.setDaemon(true);
			thread.start();
			surfaced.await();
			assertThat(diver.failure).isNull();
			long sequence = check.call();
			assertThat(sequence).isGreaterThan(diver.last);
			last = sequence;
			overflows += diver.overflows;
			end.countDown();
			thread.join();
		}
		assertThat(overflows).isGreaterThan(DIVES);
	}

	/**
	 * Dives to the bottom of the stack, and acts at each depth on the way up.
	 */
	private static final class Diver {

		private final Callable<Long> action;

		private final int offset;

		private long last;

		private long overflows;

		private @Nullable Throwable failure;

		Diver(Callable<Long> action, long last, int offset) {
			this.action = action;
			this.last = last;
			this.offset = offset;
		}

		/** Frames of another size, so that no two dives end at the same depths. */
		private long diveFrom(long offset) {
			return (offset > 0) ? diveFrom(offset - 1) + offset : dive(0);
		}

		private long dive(int depth) {
			boolean bottom = false;
			try {
				if (depth < DEEPER_THAN_ANY_STACK) {
					dive(depth + 1);
				}
			}
			catch (StackOverflowError ex) {
				bottom = true;
			}
			if (this.failure == null && (bottom || this.overflows > 0)) {
				act();
			}
			return 0;
		}

		private void act() {
			try {
				long sequence = this.action.call();
				if (sequence <= this.last) {
					this.failure = new AssertionError(sequence + " after " + this.last);
				}
				this.last = sequence;
			}
			catch (StackOverflowError ex) {
				this.overflows++;
			}
			catch (Throwable ex) {
				this.failure = ex;
			}
		}

	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("s", ArraySpec.of(DType.INT64, 2)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("s").directory(this.directory.path()).asArray(long[].class);
	}

}
