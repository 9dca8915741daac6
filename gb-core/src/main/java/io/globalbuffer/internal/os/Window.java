// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * The window through which rings see their memory: the whole address space, as one memory
 * segment that the JIT compiler knows as a constant. Each access to a segment that it
 * does not know costs a look at bounds, read-only and liveness, anew after each fence;
 * through the window it costs nothing more than the access.
 * <p>
 * What the window does not look at, those who use it must know: that an address lies in
 * the mapping, since it was made of the geometry that was checked when the segment was
 * opened, and of a length no longer than a slot; and that the mapping is there, since
 * they are inside a {@link Passage}. Readers have only {@link #readable}: a store into
 * what is mapped for reading is an exception there, and would be the end of the JVM
 * otherwise.
 * <p>
 * Where the window is shut, each of the methods returns the memory it was given, and
 * addresses are offsets in it.
 */
public final class Window {

	/** Set to {@code off}, it shuts the window. */
	public static final String PROPERTY = "globalbuffer.window";

	private static final int WORD_BITS = 3;

	/** More than a process can address, and the largest place is far from overflow. */
	private static final long WORDS = (1L << 58) - 1;

	private static final MemorySegment WRITABLE = open();

	/** A constant for the compiler, which therefore keeps only one of both ways. */
	private static final boolean OPEN = WRITABLE.byteSize() > 0;

	private static final MemorySegment READABLE = WRITABLE.asReadOnly();

	private Window() {
	}

	/** Whole, or of no size where it is shut. */
	@SuppressWarnings("restricted")
	private static MemorySegment open() {
		if ("off".equals(System.getProperty(PROPERTY))) {
			return MemorySegment.NULL;
		}
		try {
			return NativeCalls.areNative() ? MemorySegment.NULL.reinterpret(Long.MAX_VALUE) : MemorySegment.NULL;
		}
		catch (GlobalBufferException | IllegalCallerException ex) {
			// as without native access
			return MemorySegment.NULL;
		}
	}

	/**
	 * Whether the window is used.
	 * @return {@code false} without native access, and where it is switched off
	 */
	public static boolean isOpen() {
		return OPEN;
	}

	/**
	 * Returns what a ring is read through.
	 * @param memory the ring's memory
	 * @return the window, for reading, or the memory itself
	 */
	public static MemorySegment readable(MemorySegment memory) {
		return OPEN ? READABLE : memory;
	}

	/**
	 * Returns what a ring is written through, which must be mapped for writing.
	 * @param memory the ring's memory
	 * @return the window, or the memory itself
	 */
	public static MemorySegment writable(MemorySegment memory) {
		return OPEN ? WRITABLE : memory;
	}

	/**
	 * Returns where memory begins in what {@link #readable} and {@link #writable} return.
	 * @param memory the ring's memory, outside the heap
	 * @return its first word, to be counted on from by {@link #place}
	 */
	public static long firstWord(MemorySegment memory) {
		return OPEN ? memory.address() >>> WORD_BITS : 0;
	}

	/**
	 * Returns where something lies in what {@link #readable} and {@link #writable}
	 * return. That it is a word, and not too large, is said to the compiler, too, by how
	 * it is computed: it leaves out the looks at alignment and bounds.
	 * @param firstWord where the memory begins
	 * @param offset where it lies there, a multiple of eight
	 * @return an offset of the window
	 */
	public static long place(long firstWord, long offset) {
		return ((firstWord + (offset >>> WORD_BITS)) & WORDS) << WORD_BITS;
	}

}
