// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;

/**
 * What a slot says of its sample beside the payload, as one read found it. Like the
 * payload it counts only once the ring has validated the copy. For one thread at a time;
 * may be used again.
 */
public final class SampleDescription {

	private long sequence;

	private long missed;

	private long publishTime;

	private long traceIdHigh;

	private long traceIdLow;

	private long parentId;

	private byte traceFlags;

	/**
	 * Starts an attempt at a sample.
	 * @param missed how many samples lie between the one delivered before and this one
	 */
	void begin(long missed) {
		this.missed = missed;
	}

	/**
	 * Reads the fields of a slot, which may be changing meanwhile.
	 * @param sequence the sample it should hold
	 * @param flags which of them there are
	 */
	void read(MemorySegment memory, long slot, long sequence, int flags) {
		this.sequence = sequence;
		boolean timed = (flags & SlotLayout.FLAG_PUBLISH_TIME) != 0;
		this.publishTime = timed ? SegmentFields.getLong(memory, slot + SlotLayout.PUBLISH_TIME_OFFSET) : 0;
		if ((flags & SlotLayout.FLAG_TRACE) == 0) {
			this.parentId = 0;
			return;
		}
		this.traceIdHigh = digits(memory, slot + SlotLayout.TRACE_ID_HIGH_OFFSET);
		this.traceIdLow = digits(memory, slot + SlotLayout.TRACE_ID_LOW_OFFSET);
		this.parentId = digits(memory, slot + SlotLayout.PARENT_ID_OFFSET);
		this.traceFlags = (byte) SegmentFields.getInt(memory, slot + SlotLayout.TRACE_FLAGS_OFFSET);
	}

	/** Ids lie in the order of their digits, unlike numbers. */
	private static long digits(MemorySegment memory, long offset) {
		return Long.reverseBytes(SegmentFields.getLong(memory, offset));
	}

	public long sequence() {
		return this.sequence;
	}

	/**
	 * Returns how many samples lie between the one that {@link RingReader#next} returned
	 * before and this one.
	 * @return a count; 0 for the newest
	 */
	public long missed() {
		return this.missed;
	}

	/**
	 * Whether a trace is stated, by ids that can be ids.
	 * @return {@code true} if there are ids that are not zero
	 */
	public boolean isTraced() {
		return this.parentId != 0 && (this.traceIdHigh | this.traceIdLow) != 0;
	}

	/**
	 * When the sample was published.
	 * @return nanoseconds of the {@link PublishClock}; 0 for unknown
	 */
	public long publishTime() {
		return this.publishTime;
	}

	public long traceIdHigh() {
		return this.traceIdHigh;
	}

	public long traceIdLow() {
		return this.traceIdLow;
	}

	public long parentId() {
		return this.parentId;
	}

	public byte traceFlags() {
		return this.traceFlags;
	}

}
