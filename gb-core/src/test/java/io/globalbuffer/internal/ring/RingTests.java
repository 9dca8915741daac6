package io.globalbuffer.internal.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The seqlock, on a plain memory block. Cases 34 to 43 and 45.
 */
class RingTests {

	private static final int SLOT_SIZE = 16;

	private final Arena arena = Arena.ofConfined();

	@AfterEach
	void free() {
		this.arena.close();
	}

	/** Case 34. */
	@Test
	void theFirstCommitIsSequence0() {
		Ring ring = new Ring(3);
		assertThat(ring.write("0123456789")).isZero();
		assertThat(ring.reader(0).latest()).isEqualTo("0:0123456789");
	}

	/** Case 35. */
	@Test
	void commitsAreNumberedInOrder() {
		Ring ring = new Ring(3);
		for (long sequence = 0; sequence < 5; sequence++) {
			assertThat(ring.write("x" + sequence)).isEqualTo(sequence);
		}
		assertThat(ring.reader(0).latest()).isEqualTo("4:x4");
		assertThat(ring.reader(0).ring.count()).isEqualTo(5);
	}

	/** Case 36. */
	@Test
	void anEmptyRingHasNothing() {
		Ring.Reader reader = new Ring(3).reader(0);
		assertThat(reader.latest()).isEqualTo("empty");
		assertThat(reader.next()).isEqualTo("empty");
		assertThat(reader.nextLatest()).isEqualTo("empty");
	}

	/** Case 37. */
	@Test
	void nextGoesInOrderAndThenIsEmpty() {
		Ring ring = new Ring(3);
		ring.writeMany(3);
		Ring.Reader reader = ring.reader(0);
		assertThat(List.of(reader.next(), reader.next(), reader.next(), reader.next())).containsExactly("0:x0", "1:x1",
				"2:x2", "empty");
		assertThat(reader.ring.overruns()).isZero();
		assertThat(reader.ring.isDrained()).isTrue();
	}

	/** Case 38. */
	@Test
	void aLappedReaderGoesOnWithTheOldestSampleLeft() {
		Ring ring = new Ring(3);
		ring.writeMany(10);
		Ring.Reader reader = ring.reader(0);
		assertThat(reader.ring.undelivered()).isEqualTo(10);
		assertThat(reader.next()).isEqualTo("7:x7");
		assertThat(reader.ring.overruns()).isEqualTo(7);
		assertThat(reader.ring.missed()).isEqualTo(7);
		assertThat(reader.ring.cursor()).isEqualTo(8);
		assertThat(reader.ring.undelivered()).isEqualTo(2);
	}

	/** Case 39. */
	@Test
	void aSlotIsFilledInPlaceAndCommittedWithALength() {
		Ring ring = new Ring(3);
		long payload = ring.writer.begin();
		ring.memory.set(ValueLayout.JAVA_INT_UNALIGNED, payload, 0x61626364);
		assertThat(ring.writer.commit(4)).isZero();
		assertThat(ring.reader(0).latest()).isEqualTo("0:dcba");
	}

	/** Case 40, for copies: one that was overwritten meanwhile is not delivered. */
	@Test
	void aCopyThatIsOverwrittenMeanwhileIsNotDelivered() {
		Ring ring = new Ring(3);
		ring.write("old");
		Ring.Reader reader = ring.reader(0);
		reader.duringNextCopy = () -> ring.writeMany(8);
		assertThat(reader.latest()).isEqualTo("8:x7");
		reader.duringNextCopy = () -> ring.writeMany(8);
		assertThat(reader.next()).isEqualTo("14:x5");
		assertThat(reader.ring.overruns()).isEqualTo(14);
	}

	@Test
	void aSampleThatChangesUnderEachCopyIsUnstableAndMovesNothing() {
		Ring ring = new Ring(1);
		ring.write("old");
		Ring.Reader reader = ring.reader(0);
		reader.duringEachCopy = () -> ring.writeMany(2);
		assertThat(reader.latest()).isEqualTo("unstable");
		assertThat(reader.next()).isEqualTo("unstable");
		assertThat(reader.nextLatest()).isEqualTo("unstable");
		assertThat(reader.ring.cursor()).isZero();
		assertThat(reader.ring.overruns()).isZero();
		assertThat(reader.ring.skipped()).isZero();
	}

	/** Case 42. */
	@Test
	void aLockGrowsBy2WithEachCommitOfItsSlot() {
		Ring ring = new Ring(1);
		assertThat(ring.lock(0)).isZero();
		assertThat(ring.lock(1)).isZero();
		ring.writeMany(5);
		assertThat(ring.lock(0)).isEqualTo(6);
		assertThat(ring.sequence(0)).isEqualTo(4);
		assertThat(ring.lock(1)).isEqualTo(4);
		assertThat(ring.sequence(1)).isEqualTo(3);
	}

	@Test
	void theNewestSampleIsFoundHoweverManyWentBefore() {
		for (int capacity = 1; capacity < 10; capacity++) {
			for (long base : new long[] { 0, 1L << 31, 1L << 32, 1L << 53, 1L << 62, Long.MAX_VALUE - 30 }) {
				Ring ring = new Ring(capacity);
				ring.setCount(base);
				RingWriter writer = new RingWriter(ring.memory, ring.geometry);
				for (long sequence = base; sequence < base + 25; sequence++) {
					ring.fill(writer.begin(), "x");
					writer.commit(1);
					assertThat(ring.reader(base).latest()).isEqualTo(sequence + ":x");
				}
			}
		}
	}

	@Test
	void aLockWrapsAroundToZero() {
		Ring ring = new Ring(1);
		ring.setLock(0, -2);
		ring.write("wrapped");
		assertThat(ring.lock(0)).isZero();
		assertThat(ring.reader(0).next()).isEqualTo("0:wrapped");
	}

	/** Case 43. */
	@Test
	void whileASlotIsWrittenItsLockIsOddAndTheNewestSampleReadable() {
		Ring ring = new Ring(3);
		ring.write("newest");
		ring.writer.begin();
		assertThat(ring.lock(1)).isOdd();
		assertThat(ring.writer.isWriting()).isTrue();
		assertThat(ring.reader(0).latest()).isEqualTo("0:newest");
		assertThat(ring.reader(0).next()).isEqualTo("0:newest");
		assertThat(ring.reader(1).next()).isEqualTo("empty");
		ring.writer.commit(0);
		assertThat(ring.lock(1)).isEqualTo(2);
		assertThat(ring.writer.isWriting()).isFalse();
	}

	/** Case 45. */
	@Test
	void aRingOfOneKeepsTheLastSample() {
		Ring ring = new Ring(1);
		Ring.Reader reader = ring.reader(0);
		ring.writeMany(3);
		assertThat(reader.next()).isEqualTo("2:x2");
		assertThat(reader.ring.overruns()).isEqualTo(2);
		ring.writer.begin();
		assertThat(reader.latest()).isEqualTo("2:x2");
	}

	@Test
	void anAbortPublishesNothingAndTheNextWriteIsReadable() {
		Ring ring = new Ring(3);
		ring.writeMany(2);
		ring.writer.begin();
		ring.writer.abort();
		assertThat(ring.lock(2)).isEqualTo(2);
		assertThat(ring.reader(0).ring.count()).isEqualTo(2);
		assertThat(ring.reader(0).latest()).isEqualTo("1:x1");
		assertThat(ring.write("after")).isEqualTo(2);
		assertThat(ring.reader(2).next()).isEqualTo("2:after");
	}

	@Test
	void afterAnAbortTheSlotsOldSampleIsNotAccepted() {
		Ring ring = new Ring(3);
		ring.writeMany(4);
		ring.fill(ring.writer.begin(), "half");
		ring.writer.abort();
		// what a reader knows that looked at the count before sample 3 came
		ring.setCount(3);
		Ring.Reader reader = ring.reader(0);
		assertThat(reader.next()).isEqualTo("1:x1");
		assertThat(reader.ring.overruns()).isEqualTo(1);
	}

	@Test
	void aLockThatACrashLeftOddIsHealedByTheNextCommit() {
		Ring ring = new Ring(3);
		ring.setLock(0, 7);
		RingWriter successor = new RingWriter(ring.memory, ring.geometry);
		ring.fill(successor.begin(), "healed");
		assertThat(ring.lock(0)).isOdd().isNotEqualTo(7);
		successor.commit(6);
		assertThat(ring.lock(0)).isEven();
		assertThat(ring.reader(0).next()).isEqualTo("0:healed");
	}

	@Test
	void aWriterGoesOnWhereTheCountStands() {
		Ring ring = new Ring(2);
		ring.writeMany(7);
		RingWriter successor = new RingWriter(ring.memory, ring.geometry);
		ring.fill(successor.begin(), "next");
		assertThat(successor.commit(4)).isEqualTo(7);
		assertThat(ring.reader(7).next()).isEqualTo("7:next");
	}

	@Test
	void aWriterWhoseCountWasMovedPublishesNothing() {
		Ring ring = new Ring(2);
		ring.write("mine");
		assertThat(ring.writer.begin()).isPositive();
		ring.setCount(5);
		assertThat(ring.writer.commit(1)).isEqualTo(RingWriter.CONFLICT);
		assertThat(ring.reader(0).ring.count()).isEqualTo(5);
		assertThat(ring.writer.isWriting()).isFalse();
		assertThat(ring.writer.begin()).isEqualTo(RingWriter.CONFLICT);
	}

	@Test
	void anAbortAfterATakeOverLeavesTheOtherWritersSampleAlone() {
		Ring ring = new Ring(2);
		ring.write("mine");
		ring.writer.begin();
		RingWriter other = new RingWriter(ring.memory, ring.geometry);
		ring.fill(other.begin(), "theirs");
		other.commit(6);
		ring.writer.abort();
		assertThat(ring.reader(1).next()).isEqualTo("1:theirs");
	}

	@Test
	void aDamagedSampleInTheWindowCountsAsLostAtOnce() {
		Ring ring = new Ring(3);
		ring.writeMany(3);
		SegmentFields.setLong(ring.memory, ring.geometry.slotOffset(0) + SlotLayout.SEQUENCE_OFFSET, 99);
		SegmentFields.setInt(ring.memory, ring.geometry.slotOffset(1) + SlotLayout.LENGTH_OFFSET, 0x7fff_ffff);
		Ring.Reader reader = ring.reader(0);
		assertThat(reader.next()).isEqualTo("2:x2");
		assertThat(reader.ring.overruns()).isEqualTo(2);
	}

	@Test
	void nextLatestSkipsAndCountsAndNeverRepeats() {
		Ring ring = new Ring(3);
		Ring.Reader reader = ring.reader(0);
		ring.writeMany(10);
		assertThat(reader.nextLatest()).isEqualTo("9:x9");
		assertThat(reader.nextLatest()).isEqualTo("empty");
		assertThat(reader.ring.skipped()).isEqualTo(9);
		assertThat(reader.ring.overruns()).isZero();
	}

	@Test
	void whatAnEarlierSegmentLostCountsWithTheFirstSample() {
		Ring ring = new Ring(3);
		ring.writeMany(2);
		Ring.Reader reader = ring.reader(0, 5);
		assertThat(reader.ring.undelivered()).isEqualTo(7);
		assertThat(reader.next()).isEqualTo("0:x0");
		assertThat(reader.ring.missed()).isEqualTo(5);
		assertThat(reader.next()).isEqualTo("1:x1");
		assertThat(reader.ring.missed()).isZero();
		assertThat(reader.ring.overruns()).isEqualTo(5);
	}

	/**
	 * A ring of texts.
	 */
	private final class Ring {

		private final RingGeometry geometry;

		private final MemorySegment memory;

		private final RingWriter writer;

		Ring(int capacity) {
			this.geometry = RingGeometry.of(capacity, SLOT_SIZE);
			this.memory = RingTests.this.arena.allocate(this.geometry.slotsEnd(), SlotLayout.ALIGNMENT);
			this.writer = new RingWriter(this.memory, this.geometry);
		}

		void fill(long payload, String text) {
			MemorySegment.copy(MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII)), 0, this.memory, payload,
					text.length());
		}

		long write(String text) {
			fill(this.writer.begin(), text);
			return this.writer.commit(text.length());
		}

		void writeMany(int samples) {
			for (int i = 0; i < samples; i++) {
				write("x" + i);
			}
		}

		int lock(int slot) {
			return SegmentFields.getInt(this.memory, this.geometry.slotOffset(slot) + SlotLayout.LOCK_OFFSET);
		}

		void setLock(int slot, int lock) {
			SegmentFields.setInt(this.memory, this.geometry.slotOffset(slot) + SlotLayout.LOCK_OFFSET, lock);
		}

		long sequence(int slot) {
			return SegmentFields.getLong(this.memory, this.geometry.slotOffset(slot) + SlotLayout.SEQUENCE_OFFSET);
		}

		void setCount(long count) {
			SegmentFields.setLong(this.memory, HeaderLayout.COUNT_OFFSET, count);
		}

		Reader reader(long cursor) {
			return reader(cursor, 0);
		}

		Reader reader(long cursor, long carried) {
			return new Reader(this, cursor, carried);
		}

		/**
		 * Reads texts, each with its sequence before it.
		 */
		private static final class Reader {

			private final RingReader<List<String>> ring;

			private Runnable duringNextCopy = () -> {
			};

			private Runnable duringEachCopy = () -> {
			};

			Reader(Ring ring, long cursor, long carried) {
				this.ring = new RingReader<>(ring.memory, ring.geometry, this::copy, false, cursor, carried);
			}

			private void copy(MemorySegment memory, long offset, long length, List<String> target) {
				byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
				target.add(new String(bytes, StandardCharsets.US_ASCII));
				Runnable once = this.duringNextCopy;
				this.duringNextCopy = () -> {
				};
				once.run();
				this.duringEachCopy.run();
			}

			String latest() {
				List<String> target = new ArrayList<>();
				return text(this.ring.latest(target), target);
			}

			String next() {
				List<String> target = new ArrayList<>();
				return text(this.ring.next(target), target);
			}

			String nextLatest() {
				List<String> target = new ArrayList<>();
				return text(this.ring.nextLatest(target), target);
			}

			private static String text(long result, List<String> target) {
				if (result == RingReader.EMPTY) {
					return "empty";
				}
				return (result == RingReader.UNSTABLE) ? "unstable" : result + ":" + target.getLast();
			}

		}

	}

}
