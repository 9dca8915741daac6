// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.globalbuffer.internal.layout.PositionLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.segment.SegmentIdentity;

/**
 * The fields of a position file. Each store leaves a state from which the next reader
 * goes on rightly, wherever this process is killed: a move within a segment is one store,
 * and a move to another one is written to the record that is not in force.
 *
 * @param memory the file's, {@link PositionLayout#BYTES} of it
 */
record PositionMemory(MemorySegment memory) {

	/** Whether somebody has begun to use the file and has not come to an end of it. */
	boolean isBlank() {
		return SegmentFields.getIntAcquire(this.memory, PositionLayout.MAGIC_OFFSET) == 0;
	}

	/**
	 * Writes all of it.
	 * @param buffer the buffer's name
	 * @param identity the reader's identity
	 * @param position where it begins
	 */
	void begin(String buffer, String identity, StreamPosition position) {
		SegmentFields.setIntRelease(this.memory, PositionLayout.MAGIC_OFFSET, 0);
		storeText(PositionLayout.NAME_LENGTH_OFFSET, PositionLayout.TEXTS_OFFSET, buffer);
		storeText(PositionLayout.IDENTITY_LENGTH_OFFSET, PositionLayout.TEXTS_OFFSET + nameLength(), identity);
		storeRecord(0, position);
		select(0);
		SegmentFields.setIntRelease(this.memory, PositionLayout.MAGIC_OFFSET, PositionLayout.MAGIC);
	}

	/** Whether it is whole, and that of an identity. */
	boolean isOf(String buffer, String identity) {
		return isWhole() && buffer.equals(buffer()) && identity.equals(identity());
	}

	/** The name of the buffer, if the file is whole. */
	Optional<String> bufferIfWhole() {
		return isWhole() ? Optional.of(buffer()) : Optional.empty();
	}

	private boolean isWhole() {
		if (SegmentFields.getIntAcquire(this.memory, PositionLayout.MAGIC_OFFSET) != PositionLayout.MAGIC
				|| selected() < 0 || selected() >= PositionLayout.RECORDS) {
			return false;
		}
		long room = PositionLayout.BYTES - PositionLayout.TEXTS_OFFSET;
		long name = nameLength();
		long identity = identityLength();
		StreamPosition position = position();
		return name >= 0 && name <= room && identity >= 0 && identity <= room - name && position.sequence() >= 0
				&& position.owed() >= 0;
	}

	private String buffer() {
		return text(PositionLayout.TEXTS_OFFSET, nameLength());
	}

	private String identity() {
		return text(PositionLayout.TEXTS_OFFSET + nameLength(), identityLength());
	}

	private int nameLength() {
		return SegmentFields.getInt(this.memory, PositionLayout.NAME_LENGTH_OFFSET);
	}

	private int identityLength() {
		return SegmentFields.getInt(this.memory, PositionLayout.IDENTITY_LENGTH_OFFSET);
	}

	/** The record that is in force. */
	StreamPosition position() {
		long record = record(selected());
		return new StreamPosition(
				new SegmentIdentity(SegmentFields.getLong(this.memory, record + PositionLayout.INODE),
						SegmentFields.getLong(this.memory, record + PositionLayout.CREATED)),
				SegmentFields.getLongOpaque(this.memory, record + PositionLayout.SEQUENCE),
				SegmentFields.getLong(this.memory, record + PositionLayout.OWED));
	}

	/**
	 * Moves on within the segment.
	 * @param sequence the next sequence to read
	 */
	void advance(long sequence) {
		SegmentFields.setLongOpaque(this.memory, record(selected()) + PositionLayout.SEQUENCE, sequence);
	}

	/**
	 * Moves anywhere.
	 * @param position where to
	 */
	void move(StreamPosition position) {
		long other = (selected() == 0) ? 1 : 0;
		storeRecord(other, position);
		select(other);
	}

	private void storeRecord(long index, StreamPosition position) {
		long record = record(index);
		SegmentFields.setLong(this.memory, record + PositionLayout.INODE, position.segment().inode());
		SegmentFields.setLong(this.memory, record + PositionLayout.CREATED, position.segment().created());
		SegmentFields.setLong(this.memory, record + PositionLayout.SEQUENCE, position.sequence());
		SegmentFields.setLong(this.memory, record + PositionLayout.OWED, position.owed());
	}

	/** With release: the record is whole before it is in force. */
	private void select(long index) {
		SegmentFields.setLongRelease(this.memory, PositionLayout.SELECTED_OFFSET, index);
	}

	private long selected() {
		return SegmentFields.getLongAcquire(this.memory, PositionLayout.SELECTED_OFFSET);
	}

	private static long record(long index) {
		return PositionLayout.RECORDS_OFFSET + index * PositionLayout.RECORD_BYTES;
	}

	long holder() {
		return SegmentFields.getLongOpaque(this.memory, PositionLayout.HOLDER_PID_OFFSET);
	}

	void storeHolder(long pid) {
		SegmentFields.setLongOpaque(this.memory, PositionLayout.HOLDER_PID_OFFSET, pid);
	}

	private void storeText(long lengthOffset, long offset, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		SegmentFields.setInt(this.memory, lengthOffset, bytes.length);
		MemorySegment.copy(bytes, 0, this.memory, ValueLayout.JAVA_BYTE, offset, bytes.length);
	}

	private String text(long offset, int length) {
		return new String(this.memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
	}

}
