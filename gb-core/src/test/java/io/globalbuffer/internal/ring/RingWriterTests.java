// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.Passage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The writing side of the seqlock, on a plain memory block. Cases 34, 35, 39, 42 and 43.
 */
class RingWriterTests {

	/** Case 34. */
	@Test
	void theFirstCommitIsSequence0() {
		TextRing ring = new TextRing(3);
		assertThat(ring.write("0123456789")).isZero();
		assertThat(ring.reader(0).latest()).isEqualTo("0:0123456789");
	}

	/** Case 35. */
	@Test
	void commitsAreNumberedInOrder() {
		TextRing ring = new TextRing(3);
		for (long sequence = 0; sequence < 5; sequence++) {
			assertThat(ring.write("x" + sequence)).isEqualTo(sequence);
		}
		assertThat(ring.reader(0).latest()).isEqualTo("4:x4");
		assertThat(ring.reader(0).ring.count()).isEqualTo(5);
	}

	/** Case 39. */
	@Test
	void aSlotIsFilledInPlaceAndCommittedWithALength() {
		TextRing ring = new TextRing(3);
		long payload = ring.writer.begin();
		ring.memory.set(ValueLayout.JAVA_INT_UNALIGNED, payload, 0x61626364);
		assertThat(ring.writer.commit(4)).isZero();
		assertThat(ring.reader(0).latest()).isEqualTo("0:dcba");
	}

	/** Case 42. */
	@Test
	void aLockGrowsBy2WithEachCommitOfItsSlot() {
		TextRing ring = new TextRing(1);
		assertThat(ring.lock(0)).isZero();
		assertThat(ring.lock(1)).isZero();
		for (int sequence = 0; sequence < 5; sequence++) {
			ring.write("x");
			assertThat(ring.lock(sequence % 2)).isEqualTo(2 * (sequence / 2 + 1));
			assertThat(ring.sequence(sequence % 2)).isEqualTo(sequence);
		}
		assertThat(ring.lock(1)).isEqualTo(4);
		assertThat(ring.sequence(1)).isEqualTo(3);
	}

	@Test
	void aLockWrapsAroundToZero() {
		TextRing ring = new TextRing(1);
		ring.writeMany(2);
		ring.setLock(0, -2);
		ring.write("wrapped");
		assertThat(ring.lock(0)).isZero();
		assertThat(ring.reader(2).next()).isEqualTo("2:wrapped");
	}

	/** Case 43. */
	@Test
	void whileASlotIsWrittenItsLockIsOddAndTheNewestSampleReadable() {
		TextRing ring = new TextRing(3);
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

	@Test
	void anAbortPublishesNothingAndTheNextWriteIsReadable() {
		TextRing ring = new TextRing(3);
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
	void aLockThatACrashLeftOddIsHealedByTheNextCommit() {
		TextRing ring = new TextRing(3);
		ring.setLock(0, 7);
		RingWriter successor = new RingWriter(ring.memory, ring.geometry, ExtensionLayout.NO_INCARNATION, null, null,
				new Passage(Passage.ANY_THREAD));
		ring.fill(successor.begin(), "healed");
		assertThat(ring.lock(0)).isOdd().isNotEqualTo(7);
		successor.commit(6);
		assertThat(ring.lock(0)).isEven();
		assertThat(ring.reader(0).next()).isEqualTo("0:healed");
	}

	@Test
	void aWriterGoesOnWhereTheCountStands() {
		TextRing ring = new TextRing(2);
		ring.writeMany(7);
		RingWriter successor = new RingWriter(ring.memory, ring.geometry, ExtensionLayout.NO_INCARNATION, null, null,
				new Passage(Passage.ANY_THREAD));
		ring.fill(successor.begin(), "next");
		assertThat(successor.commit(4)).isEqualTo(7);
		assertThat(ring.reader(7).next()).isEqualTo("7:next");
	}

	@Test
	void aWriterWhoseCountWasMovedPublishesNothing() {
		TextRing ring = new TextRing(2);
		ring.write("mine");
		assertThat(ring.writer.begin()).isPositive();
		ring.setCount(5);
		assertThat(ring.writer.commit(1)).isEqualTo(RingWriter.CONFLICT);
		assertThat(ring.reader(0).ring.count()).isEqualTo(5);
		assertThat(ring.writer.isWriting()).isFalse();
		assertThat(ring.writer.begin()).isEqualTo(RingWriter.CONFLICT);
	}

	/** Whatever the successor has written, or not: its incarnation is enough. */
	@Test
	void aWriterThatWasTakenOverBeforeItBeganPublishesNothing() {
		TextRing ring = new TextRing(2);
		RingWriter late = new RingWriter(ring.memory, ring.geometry, 7, null, null, new Passage(Passage.ANY_THREAD));
		assertThat(late.begin()).isEqualTo(RingWriter.CONFLICT);
		assertThat(ring.lock(0)).isZero();
	}

	@Test
	void anAbortAfterATakeOverLeavesTheOtherWritersSampleAlone() {
		TextRing ring = new TextRing(2);
		ring.write("mine");
		ring.writer.begin();
		RingWriter other = new RingWriter(ring.memory, ring.geometry, ExtensionLayout.NO_INCARNATION, null, null,
				new Passage(Passage.ANY_THREAD));
		ring.fill(other.begin(), "theirs");
		other.commit(6);
		ring.writer.abort();
		assertThat(ring.reader(1).next()).isEqualTo("1:theirs");
	}

}
