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

}
