package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import io.globalbuffer.internal.ring.PayloadCopier;

/**
 * A message's bytes as they were in the slot. Reused from sample to sample.
 */
final class MessageBytes {

	static final PayloadCopier<MessageBytes> COPIER = (memory, offset, length, target) -> target.copy(memory, offset,
			(int) length);

	private byte[] bytes = {};

	/** All of them, until the next copy. */
	byte[] bytes() {
		return this.bytes;
	}

	private void copy(MemorySegment memory, long offset, int length) {
		if (this.bytes.length != length) {
			this.bytes = new byte[length];
		}
		MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, this.bytes, 0, length);
	}

}
