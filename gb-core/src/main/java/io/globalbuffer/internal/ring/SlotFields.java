// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;

/**
 * Stores what a writer says of its samples beside their payloads. For one thread at a
 * time.
 */
public final class SlotFields {

	private final boolean timed;

	private final @Nullable PayloadChecksum checksum;

	/** Whether the sample that is being written has a trace. */
	private boolean traced;

	private long traceIdHigh;

	private long traceIdLow;

	private long parentId;

	private byte traceFlags;

	/** That of the payload, once it is known. */
	private int crc;

	private boolean summedUp;

	/** That of the sample that is being written. */
	private long publishTime;

	/**
	 * Sets what to store.
	 * @param timed whether each sample has its publish time
	 * @param checked whether each sample has a checksum
	 */
	public SlotFields(boolean timed, boolean checked) {
		this.timed = timed;
		this.checksum = checked ? new PayloadChecksum() : null;
	}

	/**
	 * States the trace of the sample that is being written.
	 * @param traceIdHigh the high half of the trace id
	 * @param traceIdLow the low half
	 * @param parentId the id of the span
	 * @param traceFlags the trace flags
	 */
	public void trace(long traceIdHigh, long traceIdLow, long parentId, byte traceFlags) {
		this.traced = true;
		this.traceIdHigh = traceIdHigh;
		this.traceIdLow = traceIdLow;
		this.parentId = parentId;
		this.traceFlags = traceFlags;
	}

	/** States that the sample that is being written has no trace. */
	public void noTrace() {
		this.traced = false;
	}

	/**
	 * Starts with another sample.
	 * @param publishTime when it is published, as {@link PublishClock} has it
	 */
	public void begin(long publishTime) {
		this.publishTime = publishTime;
		this.summedUp = false;
	}

	/**
	 * Copies the whole payload of the sample that is being written, and computes its
	 * checksum on the way. Without it the checksum is computed of what lies in the slot.
	 * @param <S> what it is copied from
	 * @param source copies parts of it
	 * @param payload what it is copied from
	 * @param length how long it is
	 * @param memory the segment
	 * @param offset where the payload is to lie
	 */
	public <S> void copyIn(PayloadChecksum.Source<? super S> source, S payload, long length, MemorySegment memory,
			long offset) {
		this.crc = Objects.requireNonNull(this.checksum).copyIn(source, payload, length, memory, offset);
		this.summedUp = true;
	}

	/**
	 * Computes the checksum, once the payload is complete.
	 * @param memory the segment
	 * @param slot where the slot lies
	 * @param length how long its payload is
	 */
	void sumUp(MemorySegment memory, long slot, long length) {
		if (this.checksum != null && !this.summedUp) {
			this.crc = this.checksum.of(memory, slot + SlotLayout.PAYLOAD_OFFSET, length);
		}
	}

	/**
	 * Stores the fields, between the payload and the even lock.
	 * @param memory the segment
	 * @param slot where the slot lies
	 * @param sequence the sample
	 */
	void store(MemorySegment memory, long slot, long sequence) {
		int flags = storeChecksum(memory, slot, sequence) | storeTrace(memory, slot) | storePublishTime(memory, slot);
		SegmentFields.setInt(memory, slot + SlotLayout.FLAGS_OFFSET, SlotLayout.flagsField(flags, sequence));
	}

	private int storeChecksum(MemorySegment memory, long slot, long sequence) {
		if (this.checksum == null) {
			return 0;
		}
		SegmentFields.setInt(memory, slot + SlotLayout.CHECKSUM_OFFSET, SlotLayout.checksumField(this.crc, sequence));
		return SlotLayout.FLAG_CHECKSUM;
	}

	private int storeTrace(MemorySegment memory, long slot) {
		if (!this.traced) {
			return 0;
		}
		// ids lie in the order of their digits, unlike numbers
		SegmentFields.setLong(memory, slot + SlotLayout.TRACE_ID_HIGH_OFFSET, Long.reverseBytes(this.traceIdHigh));
		SegmentFields.setLong(memory, slot + SlotLayout.TRACE_ID_LOW_OFFSET, Long.reverseBytes(this.traceIdLow));
		SegmentFields.setLong(memory, slot + SlotLayout.PARENT_ID_OFFSET, Long.reverseBytes(this.parentId));
		SegmentFields.setInt(memory, slot + SlotLayout.TRACE_FLAGS_OFFSET, Byte.toUnsignedInt(this.traceFlags));
		return SlotLayout.FLAG_TRACE;
	}

	private int storePublishTime(MemorySegment memory, long slot) {
		if (!this.timed) {
			return 0;
		}
		long stated = this.publishTime;
		SegmentFields.setLong(memory, slot + SlotLayout.PUBLISH_TIME_OFFSET,
				(stated != PublishClock.AT_PUBLICATION) ? stated : PublishClock.now());
		return SlotLayout.FLAG_PUBLISH_TIME;
	}

}
