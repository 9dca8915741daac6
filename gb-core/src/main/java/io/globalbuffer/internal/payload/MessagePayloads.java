// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Copies samples of any length. Safe for use by many threads.
 */
final class MessagePayloads implements Payloads<MessageBytes> {

	/**
	 * Kept from one sample to the next, where it is released, unless several are read at
	 * once.
	 */
	private final AtomicReference<@Nullable MessageBytes> spare = new AtomicReference<>();

	@Override
	public void copy(MemorySegment memory, long offset, long length, MessageBytes target) {
		target.copy(memory, offset, (int) length);
	}

	@Override
	public MessageBytes newTarget() {
		MessageBytes bytes = this.spare.getAndSet(null);
		return (bytes != null) ? bytes : new MessageBytes(this.spare);
	}

	@Override
	public void checkTarget(MessageBytes target) {
		// takes any length
	}

}
