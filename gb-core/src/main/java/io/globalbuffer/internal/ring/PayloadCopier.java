// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;

/**
 * Copies a payload out of the ring. What it copies may be changing meanwhile: it must
 * cope with any bytes, and the copy counts only once the ring has validated it.
 *
 * @param <D> what it copies into
 */
@FunctionalInterface
public interface PayloadCopier<D> {

	/**
	 * Copies a payload.
	 * @param memory the segment
	 * @param offset where the payload starts
	 * @param length how long it is; never beyond the slot
	 * @param target what to copy into
	 */
	void copy(MemorySegment memory, long offset, long length, D target);

	/**
	 * Whether a payload can be copied piece by piece, each of which has been copied out
	 * of the ring already: its checksum is that of the target then.
	 * @param target what to copy into
	 * @return {@code false} for what only {@link #copy} can fill
	 */
	default boolean takesPieces(D target) {
		return false;
	}

	/**
	 * Prepares for pieces.
	 * @param target what to copy into
	 * @param length how long all of them are together
	 */
	default void beginPieces(D target, long length) {
	}

	/**
	 * Copies a piece of a payload.
	 * @param piece what begins with the piece
	 * @param bytes how long it is
	 * @param target what to copy into
	 * @param from where in the payload the piece begins, a multiple of 8
	 */
	default void copyPiece(MemorySegment piece, int bytes, D target, long from) {
		throw new UnsupportedOperationException("It takes no pieces");
	}

}
