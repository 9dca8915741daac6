// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A sample's bytes as they were in the slot. For one sample, and the attempts at it.
 */
public final class MessageBytes {

	/** Copies samples of any segment, which have any length. */
	public static final Payloads<MessageBytes> PAYLOADS = new Payloads<>() {

		@Override
		public void copy(MemorySegment memory, long offset, long length, MessageBytes target) {
			target.copy(memory, offset, (int) length);
		}

		@Override
		public MessageBytes newTarget() {
			return new MessageBytes();
		}

		@Override
		public void checkTarget(MessageBytes target) {
			// takes any length
		}

	};

	private byte[] bytes = {};

	/**
	 * All of them.
	 * @return the bytes, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	private void copy(MemorySegment memory, long offset, int length) {
		if (this.bytes.length != length) {
			this.bytes = new byte[length];
		}
		MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, this.bytes, 0, length);
	}

}
