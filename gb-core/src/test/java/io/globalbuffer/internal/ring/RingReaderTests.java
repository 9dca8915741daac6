// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.Passage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reading side of the seqlock, on a plain memory block. Cases 36 to 38, 40, 44 and
 * 45.
 */
class RingReaderTests {

	/** Case 36. */
	@Test
	void anEmptyRingHasNothing() {
		TextRing.Reader reader = new TextRing(3).reader(0);
		assertThat(reader.latest()).isEqualTo("empty");
		assertThat(reader.next()).isEqualTo("empty");
		assertThat(reader.nextLatest()).isEqualTo("empty");
	}

	/** Case 37. */
	@Test
	void nextGoesInOrderAndThenIsEmpty() {
		TextRing ring = new TextRing(3);
		ring.writeMany(3);
		TextRing.Reader reader = ring.reader(0);
		assertThat(List.of(reader.next(), reader.next(), reader.next(), reader.next())).containsExactly("0:x0", "1:x1",
				"2:x2", "empty");
		assertThat(reader.ring.overruns()).isZero();
		assertThat(reader.ring.isDrained()).isTrue();
	}

	/** Case 38. */
	@Test
	void aLappedReaderGoesOnWithTheOldestSampleLeft() {
		TextRing ring = new TextRing(3);
		ring.writeMany(10);
		TextRing.Reader reader = ring.reader(0);
		assertThat(reader.ring.undelivered(reader.ring.count())).isEqualTo(10);
		assertThat(reader.next()).isEqualTo("7:x7");
		assertThat(reader.ring.overruns()).isEqualTo(7);
		assertThat(reader.ring.missed()).isEqualTo(7);
		assertThat(reader.ring.cursor()).isEqualTo(8);
		assertThat(reader.ring.undelivered(reader.ring.count())).isEqualTo(2);
	}

	/** Case 40, for copies: one that was overwritten meanwhile is not delivered. */
	@Test
	void aCopyThatIsOverwrittenMeanwhileIsNotDelivered() {
		TextRing ring = new TextRing(3);
		ring.write("old");
		TextRing.Reader reader = ring.reader(0);
		reader.duringNextCopy = () -> ring.writeMany(8);
		assertThat(reader.latest()).isEqualTo("8:x7");
		reader.duringNextCopy = () -> ring.writeMany(8);
		assertThat(reader.next()).isEqualTo("14:x5");
		assertThat(reader.ring.overruns()).isEqualTo(14);
	}

	@Test
	void aSampleThatChangesUnderEachCopyIsUnstableAndMovesNothing() {
		TextRing ring = new TextRing(1);
		ring.write("old");
		TextRing.Reader reader = ring.reader(0);
		reader.duringEachCopy = () -> ring.writeMany(2);
		assertThat(reader.latest()).isEqualTo("unstable");
		assertThat(reader.next()).isEqualTo("unstable");
		assertThat(reader.nextLatest()).isEqualTo("unstable");
		assertThat(reader.ring.cursor()).isZero();
		assertThat(reader.ring.overruns()).isZero();
		assertThat(reader.ring.skipped()).isZero();
	}

	@Test
	void theNewestSampleIsFoundHoweverManyWentBefore() {
		for (int capacity = 1; capacity < 10; capacity++) {
			for (long base : new long[] { 0, 1L << 31, 1L << 32, 1L << 53, 1L << 62, Long.MAX_VALUE - 30 }) {
				TextRing ring = new TextRing(capacity);
				ring.setCount(base);
				RingWriter writer = new RingWriter(ring.memory, ring.geometry, ExtensionLayout.NO_INCARNATION, null,
						null, new Passage(Passage.ANY_THREAD));
				for (long sequence = base; sequence < base + 25; sequence++) {
					ring.fill(writer.begin(), "x");
					writer.commit(1);
					assertThat(ring.reader(base).latest()).isEqualTo(sequence + ":x");
				}
			}
		}
	}

	/** Case 45. */
	@Test
	void aRingOfOneKeepsTheLastSample() {
		TextRing ring = new TextRing(1);
		TextRing.Reader reader = ring.reader(0);
		ring.writeMany(3);
		assertThat(reader.next()).isEqualTo("2:x2");
		assertThat(reader.ring.overruns()).isEqualTo(2);
		ring.writer.begin();
		assertThat(reader.latest()).isEqualTo("2:x2");
	}

	@Test
	void afterAnAbortTheSlotsOldSampleIsNotAccepted() {
		TextRing ring = new TextRing(3);
		ring.writeMany(4);
		ring.fill(ring.writer.begin(), "half");
		ring.writer.abort();
		// what a reader knows that looked at the count before sample 3 came
		ring.setCount(3);
		TextRing.Reader reader = ring.reader(0);
		assertThat(reader.next()).isEqualTo("1:x1");
		assertThat(reader.ring.overruns()).isEqualTo(1);
	}

	/** Case 44 does not hold here: a length beyond the slot is damage, not cut. */
	@Test
	void aDamagedSampleInTheWindowCountsAsLostAtOnce() {
		TextRing ring = new TextRing(3);
		ring.writeMany(3);
		SegmentFields.setLong(ring.memory, ring.geometry.slotOffset(0) + SlotLayout.SEQUENCE_OFFSET, 99);
		SegmentFields.setInt(ring.memory, ring.geometry.slotOffset(1) + SlotLayout.LENGTH_OFFSET, 0x7fff_ffff);
		TextRing.Reader reader = ring.reader(0);
		assertThat(reader.next()).isEqualTo("2:x2");
		assertThat(reader.ring.overruns()).isEqualTo(2);
	}

	@Test
	void nextLatestSkipsAndCountsAndNeverRepeats() {
		TextRing ring = new TextRing(3);
		TextRing.Reader reader = ring.reader(0);
		ring.writeMany(10);
		assertThat(reader.nextLatest()).isEqualTo("9:x9");
		assertThat(reader.nextLatest()).isEqualTo("empty");
		assertThat(reader.ring.skipped()).isEqualTo(9);
		assertThat(reader.ring.overruns()).isZero();
	}

	/** A cursor and what is carried to it tell together where the last sample ended. */
	@Test
	void whereAReaderStandsIsOfOneMomentWhileItPassesSamples() {
		TextRing ring = new TextRing(4);
		TextRing.Reader reader = ring.reader(0);
		AtomicBoolean reading = new AtomicBoolean(true);
		CompletableFuture<List<RingReader.Position>> torn = CompletableFuture.supplyAsync(() -> {
			List<RingReader.Position> odd = new ArrayList<>();
			while (reading.get() && odd.isEmpty()) {
				RingReader.Position position = reader.ring.position();
				if ((position.cursor() - position.carried()) % 2 != 0) {
					odd.add(position);
				}
			}
			return odd;
		});
		for (int i = 0; i < 200_000 && !torn.isDone(); i++) {
			ring.writeMany(2);
			reader.ring.passNext();
			reader.next();
		}
		reading.set(false);
		assertThat(torn.join()).isEmpty();
	}

	@Test
	void whatAnEarlierSegmentLostCountsWithTheFirstSample() {
		TextRing ring = new TextRing(3);
		ring.writeMany(2);
		TextRing.Reader reader = ring.reader(0, 5);
		assertThat(reader.ring.undelivered(reader.ring.count())).isEqualTo(7);
		assertThat(reader.next()).isEqualTo("0:x0");
		assertThat(reader.ring.missed()).isEqualTo(5);
		assertThat(reader.next()).isEqualTo("1:x1");
		assertThat(reader.ring.missed()).isZero();
		assertThat(reader.ring.overruns()).isEqualTo(5);
	}

}
