// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;

/**
 * A slot of the ring to fill in place. {@link #commit()} publishes it; leaving the
 * {@code try} block without it publishes nothing. Belongs to the thread that made it; a
 * writer has one at a time and uses the same object again for the next, so do not keep
 * it.
 */
public interface Reservation extends AutoCloseable {

	/**
	 * The slot's memory: one sample, little-endian, aligned to 64 bytes. At first it
	 * holds the bytes that were there before. Do not touch it after {@link #commit()},
	 * {@link #abort()} or {@link #close()}: it is then another sample's, which readers
	 * may be reading. Set elements, fill, and copy into it; code that is not Java, such
	 * as checksums, {@link MemorySegment#mismatch}, {@code Inflater} and native functions
	 * with this memory or a byte buffer of it, ends the process if the file is truncated
	 * meanwhile: let it work on an array or on {@link #revocable()}. Where the memory
	 * behind it was taken away, a store may throw an {@link InternalError}; what follows
	 * then throws {@link io.globalbuffer.exception.BufferLostException}. Where another
	 * thread has closed the writer, an access throws the JDK's
	 * {@link IllegalStateException}.
	 * @return a segment of exactly one sample's size
	 * @throws IllegalStateException if the reservation is over, or another thread's
	 */
	MemorySegment segment();

	/**
	 * Memory to fill that is revoked when the reservation is over: each access to it then
	 * throws an {@link IllegalStateException}. Zeros at first, little-endian, for the
	 * reserving thread alone; {@link #commit()} copies it into the slot. For code that
	 * may keep what it is given, or is not Java: this memory cannot be taken away by a
	 * truncated file. It costs an allocation and a copy.
	 * @return a segment of exactly one sample's size, the same at each call
	 * @throws IllegalStateException if the reservation is over, or another thread's
	 */
	MemorySegment revocable();

	/**
	 * Publishes the sample.
	 * @return its sequence
	 * @throws IllegalStateException if the reservation is over, or another thread's
	 * @throws io.globalbuffer.exception.BufferClosedException if another thread closed
	 * the writer meanwhile; nothing is published
	 * @throws io.globalbuffer.exception.WriterConflictException if another process wrote
	 * to the segment meanwhile, or took it over; nothing is published
	 * @throws io.globalbuffer.exception.BufferLostException if memory of the segment was
	 * taken away
	 */
	long commit();

	/**
	 * Gives the slot back; nothing is published, and readers notice nothing. Does nothing
	 * if the reservation is over.
	 */
	void abort();

	/**
	 * Aborts, unless committed.
	 */
	@Override
	void close();

}
