package io.globalbuffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.SlotLayout;

/**
 * Memory for one sample that can be taken back. For the thread that made it.
 */
final class RevocableMemory implements AutoCloseable {

	private final Arena arena = Arena.ofConfined();

	private final MemorySegment memory;

	RevocableMemory(long bytes) {
		this.memory = this.arena.allocate(bytes, SlotLayout.ALIGNMENT);
	}

	MemorySegment memory() {
		return this.memory;
	}

	/** From now on each access to the memory fails. */
	@Override
	public void close() {
		this.arena.close();
	}

}
