// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.SlotLayout;

/**
 * Memory for one sample that can be taken back. For the thread that made it.
 */
public final class RevocableMemory implements AutoCloseable {

	private final Arena arena = Arena.ofConfined();

	private final MemorySegment memory;

	/**
	 * Allocates the memory, filled with zeros.
	 * @param bytes how many
	 */
	public RevocableMemory(long bytes) {
		this.memory = this.arena.allocate(bytes, SlotLayout.ALIGNMENT);
	}

	/**
	 * The memory itself.
	 * @return the memory, for the thread that made it
	 */
	public MemorySegment memory() {
		return this.memory;
	}

	/** From now on each access to the memory fails. */
	@Override
	public void close() {
		this.arena.close();
	}

}
