// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.internal.layout.ArrayCopier;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.BiasedLock;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads in a straight line, on a plain memory block: they read what is as usual, and
 * leave everything else as it is.
 */
class StraightReadsTests {

	private static final int VALUES = 2;

	private static final ArrayCopier<long[]> COPIER = ArrayCopier.of(long[].class);

	private final RingGeometry geometry = RingGeometry.of(3, VALUES * Long.BYTES);

	private final MemorySegment memory = Arena.global().allocate(this.geometry.slotsEnd(), SlotLayout.ALIGNMENT);

	private final Passage passage = new Passage(Passage.ANY_THREAD);

	private final RingWriter writer = new RingWriter(this.memory, this.geometry, ExtensionLayout.NO_INCARNATION, null,
			null, new Passage(Passage.ANY_THREAD));

	private final RingReader<long[]> reader = new RingReader<>(this.memory, this.geometry,
			(memory, offset, length, target) -> DType.INT64.copyOut(memory, offset, target, 0, VALUES), true, 0, 0,
			this.passage);

	private final BiasedLock cursor = new BiasedLock(this.passage::isPassedUnheld);

	private final StraightReads<long[]> reads = Objects
		.requireNonNull(StraightReads.of(this.reader, this.cursor, COPIER, VALUES));

	private final long[] target = new long[VALUES];

	@Test
	void whatIsAsUsualIsRead() {
		write(3);
		assertThat(this.reader.next(this.target, null)).isZero();
		assertThat(this.reads.next(this.target, true)).isOne();
		assertThat(this.target).containsExactly(1, 1);
		assertThat(this.reads.batch(new long[3 * VALUES])).isOne();
		assertThat(this.reads.next(this.target, true)).isEqualTo(RingReader.EMPTY);
		assertThat(this.reads.latest(this.target, Passage.CLOSED)).isEqualTo(2);
	}

	@Test
	void samplesThatTheCountDoesNotHaveAreNotRead() {
		write(3);
		this.reader.next(this.target, null);
		for (long count : new long[] { 0, 1 - 0xFFFF_FFFFL, -1, Long.MIN_VALUE, Long.MAX_VALUE }) {
			SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, count);
			assertThat(this.reads.next(this.target, true)).as("count %d", count).isEqualTo(RingReader.EMPTY);
			assertThat(this.reads.batch(new long[3 * VALUES])).as("count %d", count).isZero();
		}
		assertThat(this.reader.cursor()).isOne();
		SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, 3);
		assertThat(this.reads.next(this.target, true)).isOne();
	}

	@Test
	void nothingIsCountedTwice() {
		write(3);
		this.reader.next(this.target, null);
		assertThat(this.reads.batch(new long[3 * VALUES])).isEqualTo(2);
		assertThat(this.reads.batch(new double[VALUES])).isZero();
		assertThat(this.reads.copied()).isZero();
	}

	@Test
	void otherArraysAndArraysWithoutValuesAreLeft() {
		write(1);
		assertThat(this.reads.latest(new double[VALUES], Passage.CLOSED)).isEqualTo(RingReader.EMPTY);
		assertThat(this.reads.latest(new long[VALUES + 1], Passage.CLOSED)).isEqualTo(RingReader.EMPTY);
		assertThat(StraightReads.of(this.reader, this.cursor, COPIER, VALUES + 1)).isNull();
		assertThat(StraightReads.of(this.reader, this.cursor, COPIER, 0)).isNull();
	}

	@Test
	void nobodyReadsThroughAPassageThatIsClosed() {
		write(2);
		this.reader.next(this.target, null);
		assertThat(this.passage.close()).isTrue();
		assertThat(this.reads.next(this.target, true)).isEqualTo(RingReader.EMPTY);
		assertThat(this.reads.latest(this.target, Passage.CLOSED)).isEqualTo(RingReader.EMPTY);
	}

	@Test
	void theThreadThatNeedNotHoldTheCursorReadsWhileItIsFree() {
		write(2);
		this.reader.next(this.target, null);
		assertThat(this.reads.next(this.target, false)).isEqualTo(RingReader.EMPTY);
		this.cursor.take(Thread.currentThread().threadId());
		assertThat(this.reads.next(this.target, false)).isEqualTo(RingReader.EMPTY);
		this.cursor.release();
		assertThat(this.reads.next(this.target, false)).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 63, 64, 1000 })
	void slotsAreFoundWithoutADivision(int capacity) {
		RingGeometry large = RingGeometry.of(capacity, VALUES * Long.BYTES);
		RingReader<long[]> ring = new RingReader<>(Arena.ofAuto().allocate(large.slotsEnd(), SlotLayout.ALIGNMENT),
				large, (memory, offset, length, target) -> DType.INT64.copyOut(memory, offset, target, 0, VALUES), true,
				0, 0, this.passage);
		StraightReads<long[]> straight = Objects.requireNonNull(StraightReads.of(ring, this.cursor, COPIER, VALUES));
		for (long sequence : new long[] { 0, 1, capacity - 1, capacity, capacity + 1L, 2L * capacity + 1, 1L << 40,
				(1L << 40) + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE }) {
			assertThat(straight.slotOf(sequence)).as("sequence %d", sequence).isEqualTo(large.slotOffset(sequence));
		}
	}

	private void write(int samples) {
		for (long sequence = 0; sequence < samples; sequence++) {
			assertThat(this.writer.write(COPIER, new long[] { sequence, sequence })).isEqualTo(sequence);
		}
	}

}
