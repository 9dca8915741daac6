// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.Passage;

/**
 * A ring of texts on a plain memory block.
 */
final class TextRing {

	private static final int SLOT_SIZE = 16;

	final RingGeometry geometry;

	final MemorySegment memory;

	final RingWriter writer;

	TextRing(int capacity) {
		this.geometry = RingGeometry.of(capacity, SLOT_SIZE);
		this.memory = Arena.global().allocate(this.geometry.slotsEnd(), SlotLayout.ALIGNMENT);
		this.writer = new RingWriter(this.memory, this.geometry, ExtensionLayout.NO_INCARNATION, null, null,
				new Passage(Passage.ANY_THREAD));
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
	static final class Reader {

		final RingReader<List<String>> ring;

		Runnable duringNextCopy = () -> {
		};

		Runnable duringEachCopy = () -> {
		};

		Reader(TextRing ring, long cursor, long carried) {
			this.ring = new RingReader<>(ring.memory, ring.geometry, this::copy, false, cursor, carried,
					new Passage(Passage.ANY_THREAD));
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
			return text(this.ring.latest(target, null), target);
		}

		String next() {
			List<String> target = new ArrayList<>();
			return text(this.ring.next(target, null), target);
		}

		String nextLatest() {
			List<String> target = new ArrayList<>();
			return text(this.ring.nextLatest(target, null), target);
		}

		private static String text(long result, List<String> target) {
			if (result == RingReader.EMPTY) {
				return "empty";
			}
			return (result == RingReader.UNSTABLE) ? "unstable" : result + ":" + target.getLast();
		}

	}

}
