// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.schema.DType;

/**
 * A ring with its writer. Every word of a sample is its sequence plus one, so that a
 * reader knows a torn copy, and a copy of another sample, by its words.
 */
final class StressedRing {

	/** What a copy says that no writer has written. */
	static final String TORN = "torn";

	private static final int WORDS = 32;

	private static final long SLOT_SIZE = WORDS * Long.BYTES;

	/** The count lies below; the rest of the header is not needed here. */
	private static final long SLOTS_START = 64;

	private final RingGeometry geometry;

	private final MemorySegment memory = MappedMemory.piece();

	private final RingWriter writer;

	private final long[] source = new long[WORDS];

	/**
	 * Makes an empty ring.
	 * @param capacity 1 or 2
	 */
	StressedRing(long capacity) {
		this.geometry = new RingGeometry(capacity + 1, SLOT_SIZE, SlotLayout.stride(SLOT_SIZE), SLOTS_START,
				SlotLayout.PAYLOAD_OFFSET);
		this.writer = new RingWriter(this.memory, this.geometry, ExtensionLayout.NO_INCARNATION, null, null,
				new Passage(Passage.ANY_THREAD));
	}

	/** Publishes a sample. */
	void write() {
		fill(this.writer.begin());
		this.writer.commit(SLOT_SIZE);
	}

	/** Takes a slot, fills it with what nobody may ever see, and gives it back. */
	void writeAndAbort() {
		long payload = this.writer.begin();
		Arrays.fill(this.source, -1);
		DType.INT64.copyIn(this.source, this.memory, payload);
		this.writer.abort();
	}

	/**
	 * Publishes a sample as {@link #write} does, but without the odd lock: the mistake
	 * that readers cannot see.
	 */
	void writeWithoutOddLock() {
		long sequence = count();
		long slot = this.geometry.slotOffset(sequence);
		fill(slot + SlotLayout.PAYLOAD_OFFSET);
		SegmentFields.setInt(this.memory, slot + SlotLayout.LENGTH_OFFSET, (int) SLOT_SIZE);
		SegmentFields.setLongOpaque(this.memory, slot + SlotLayout.SEQUENCE_OFFSET, sequence);
		int lock = SegmentFields.getInt(this.memory, slot + SlotLayout.LOCK_OFFSET);
		SegmentFields.setIntRelease(this.memory, slot + SlotLayout.LOCK_OFFSET, lock + 2);
		SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, sequence + 1);
	}

	/** Samples published so far. */
	long count() {
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET);
	}

	/** Makes a reader that copies samples out. */
	Reader newReader() {
		return new Reader(new CopiedWords(WORDS));
	}

	/**
	 * Makes a reader that looks at samples where they lie.
	 * @param words what it sees
	 */
	Reader newViewer(WordsInPlace words) {
		return new Reader(words);
	}

	private void fill(long payload) {
		Arrays.fill(this.source, count() + 1);
		DType.INT64.copyIn(this.source, this.memory, payload);
	}

	/**
	 * Reads the ring, from its first sample on.
	 */
	final class Reader {

		private final RingReader<SeenWords> ring = new RingReader<>(StressedRing.this.memory,
				StressedRing.this.geometry, (memory, offset, length, words) -> words.see(memory, offset, length), true,
				0, 0, new Passage(Passage.ANY_THREAD));

		private final SeenWords words;

		private long delivered;

		private long last = -1;

		private Reader(SeenWords words) {
			this.words = words;
		}

		/**
		 * Reads the newest sample.
		 * @return its sequence as text, {@code empty}, {@code unstable} or {@link #TORN}
		 */
		String latest() {
			return outcome(this.ring.latest(this.words, null));
		}

		/**
		 * Reads the next sample.
		 * @return its sequence as text, {@code empty}, {@code unstable}, {@link #TORN},
		 * {@code disorder} where it is not above the one before, or {@code miscounted}
		 * where delivered and lost samples are not all there were so far
		 */
		String next() {
			long sequence = this.ring.next(this.words, null);
			if (sequence >= 0) {
				if (sequence <= this.last) {
					return "disorder";
				}
				this.last = sequence;
				this.delivered++;
				if (this.delivered + this.ring.overruns() != sequence + 1) {
					return "miscounted";
				}
			}
			return outcome(sequence);
		}

		/**
		 * Reads what is left once the writer is done.
		 * @return {@code exact} if every sample was delivered or counted as lost
		 */
		String drain() {
			while (true) {
				String outcome = next();
				if (outcome.equals("empty")) {
					return (this.delivered + this.ring.overruns() == count()) ? "exact" : "miscounted";
				}
				if (!Character.isDigit(outcome.charAt(0))) {
					return outcome;
				}
			}
		}

		private String outcome(long sequence) {
			if (sequence == RingReader.EMPTY) {
				return "empty";
			}
			if (sequence == RingReader.UNSTABLE) {
				return "unstable";
			}
			return this.words.areAll(sequence + 1) ? Long.toString(sequence) : TORN;
		}

	}

}
