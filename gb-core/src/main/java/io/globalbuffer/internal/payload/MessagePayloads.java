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
		target.begin((int) length);
		target.copy(memory, offset, (int) length, 0);
	}

	@Override
	public boolean takesPieces(MessageBytes target) {
		return true;
	}

	@Override
	public void beginPieces(MessageBytes target, long length) {
		target.begin((int) length);
	}

	@Override
	public void copyPiece(MemorySegment piece, int bytes, MessageBytes target, long from) {
		target.copy(piece, 0, bytes, (int) from);
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
