// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Reservation;
import io.globalbuffer.exception.BufferContendedException;

/**
 * Writes and reads {@link CheckedWords} as fast as it can.
 */
final class CheckedStreams {

	private static final int LONGEST_BURST = 1000;

	private static final long LONGEST_BURST_BYTES = 4 << 20;

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

	private static final Duration PATIENCE = Duration.ofMillis(2);

	private CheckedStreams() {
	}

	/**
	 * Writes 0, 1, 2 and so on, every third in a reservation. In bursts with short pauses
	 * between them: readers get some, and are lapped again and again.
	 * @return how many
	 */
	static long write(ArrayWriter<long[]> writer, Duration duration, BooleanSupplier cancelled) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long[] words = writer.spec().newArray();
		long longest = Math.clamp(LONGEST_BURST_BYTES / writer.spec().byteSize(), 1, LONGEST_BURST);
		long number = 0;
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() - end < 0 && !cancelled.getAsBoolean()) {
			for (long left = 1 + random.nextLong(longest); left > 0; left--) {
				long sequence = write(writer, words, number);
				if (sequence != number++) {
					throw new IllegalStateException("Sample " + (number - 1) + " was written as " + sequence);
				}
			}
			LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NANOS));
		}
		return number;
	}

	private static long write(ArrayWriter<long[]> writer, long[] words, long number) {
		if (number % 3 != 2) {
			CheckedWords.fill(words, number);
			return writer.write(words);
		}
		try (Reservation reservation = writer.reserve()) {
			CheckedWords.fill(reservation.segment(), number);
			return reservation.commit();
		}
	}

	/**
	 * Reads in order and, in turn, the newest until nobody writes any more; then in order
	 * what is left.
	 * @param inOrder a reader attached before the first sample was written
	 * @param newest another reader of the same stream
	 * @param over whether nobody writes any more
	 */
	static ReadFigures read(ArrayReader<long[]> inOrder, ArrayReader<long[]> newest, BooleanSupplier over)
			throws InterruptedException {
		Reading reading = new Reading(inOrder, newest);
		while (!over.getAsBoolean()) {
			reading.readNext(PATIENCE);
			reading.readLatest();
		}
		reading.readLatest();
		while (reading.readNext(Duration.ZERO)) {
			reading.readLatest();
		}
		return reading.figures();
	}

	private static final class Reading {

		private final ArrayReader<long[]> inOrder;

		private final ArrayReader<long[]> newest;

		private final long[] words;

		private long delivered;

		private long torn;

		private long disordered;

		private long last = ArrayReader.NONE;

		private long newestRead;

		private long newestTorn;

		private long fallen;

		private long newestLast = ArrayReader.NONE;

		private long contended;

		Reading(ArrayReader<long[]> inOrder, ArrayReader<long[]> newest) {
			this.inOrder = inOrder;
			this.newest = newest;
			this.words = inOrder.spec().orElseThrow().newArray();
		}

		/** Returns whether there may be more. */
		boolean readNext(Duration timeout) throws InterruptedException {
			try {
				long sequence = this.inOrder.nextInto(this.words, timeout);
				if (sequence == ArrayReader.NONE) {
					return false;
				}
				this.delivered++;
				this.torn += isWhole(sequence) ? 0 : 1;
				this.disordered += (sequence > this.last) ? 0 : 1;
				this.last = sequence;
			}
			catch (BufferContendedException ex) {
				this.contended++;
			}
			return true;
		}

		void readLatest() {
			try {
				long sequence = this.newest.latestInto(this.words);
				if (sequence != ArrayReader.NONE) {
					this.newestRead++;
					this.newestTorn += isWhole(sequence) ? 0 : 1;
					this.fallen += (sequence >= this.newestLast) ? 0 : 1;
					this.newestLast = sequence;
				}
			}
			catch (BufferContendedException ex) {
				this.contended++;
			}
		}

		private boolean isWhole(long sequence) {
			return this.words[0] == sequence && CheckedWords.areWhole(this.words);
		}

		ReadFigures figures() {
			return new ReadFigures(this.delivered, this.inOrder.overruns(), this.torn, this.disordered, this.last,
					this.newestRead, this.newestTorn, this.fallen, this.contended);
		}

	}

}
