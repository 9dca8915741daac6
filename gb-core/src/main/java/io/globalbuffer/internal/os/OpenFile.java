// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;

/**
 * One file, held open. On Linux it is exactly the file that was opened, wherever its name
 * leads meanwhile; elsewhere what needs the file fails with a
 * {@link java.nio.file.NoSuchFileException} once its name leads to another one. Safe for
 * use by many threads until it is closed.
 */
public interface OpenFile extends AutoCloseable {

	/**
	 * Returns what the file system says of it.
	 * @return the facts
	 * @throws IOException if it cannot be told
	 */
	FileFacts facts() throws IOException;

	/**
	 * Reads some bytes, without mapping them: a mapped read of a hole would allocate
	 * memory, or fault where there is none.
	 * @param position where they lie
	 * @param target where to put them; filled, unless the file ends before
	 * @throws IOException if it cannot be read
	 */
	void read(long position, MemorySegment target) throws IOException;

	/**
	 * Opens a channel to the same file, for mapping it.
	 * @param writable whether it shall be written to
	 * @return the channel, to be closed by the caller
	 * @throws IOException if it cannot be opened
	 */
	FileChannel channel(boolean writable) throws IOException;

	/**
	 * Gives the file a size at least, and real memory behind all of it; what it holds is
	 * kept.
	 * @param size its size in bytes
	 * @return {@code false} if the file system is too full
	 * @throws IOException if it cannot be done
	 */
	boolean allocate(long size) throws IOException;

	/**
	 * Returns how much room the file takes, which is what its removal would free: less
	 * than its size if it has holes.
	 * @return the bytes that are allocated; empty if that cannot be told
	 */
	OptionalLong allocated();

	/**
	 * Takes a write lock on a range of bytes, for as long as this file is open. It is of
	 * the open-file-description kind: the kernel frees it when the process dies, and no
	 * other descriptor that the process closes takes it away.
	 * @param offset where the range starts
	 * @param length how long it is
	 * @return whether it was granted
	 */
	Grant lock(long offset, long length);

	/**
	 * Holds the file, until it is closed, against all others that want to hold it. The
	 * kernel lets go when the process dies. Where there is nothing better than the JDK's
	 * lock, {@link #channel} and {@link #read} would give it up afterwards.
	 * @return {@link Grant#REFUSED} if another one holds it, in this process or elsewhere
	 */
	Grant hold();

	/**
	 * Asks whether a write lock would be granted, and takes none. A lock of either kind
	 * stands against it.
	 * @param offset where the range starts
	 * @param length how long it is
	 * @return {@link Grant#REFUSED} if a lock of either kind is held already, also a
	 * shared one, which needs no permission but to read
	 */
	Grant lockable(long offset, long length);

	/**
	 * Asks whether a shared lock would be granted, and takes none: only a write lock
	 * stands against it, and who holds one may write to the file.
	 * @param offset where the range starts
	 * @param length how long it is
	 * @return {@link Grant#REFUSED} if a write lock is held already
	 */
	Grant shareable(long offset, long length);

	/**
	 * Whether it is proved that no process on this machine has the file open for writing,
	 * in any container: the kernel grants a read lease then. This file must have been
	 * opened for reading only. Stalls another process's open for some microseconds.
	 * @return {@link Grant#REFUSED} if a process has it open for writing
	 */
	Grant unwritten();

	/**
	 * Does something if it is proved that no other process on this machine has the file
	 * open at all, and lets none open it meanwhile: the kernel grants a write lease then.
	 * @param action what to do
	 * @return {@link Grant#GRANTED} if it was done
	 * @throws IOException what the action throws
	 */
	Grant whileNobodyElseHasIt(Action action) throws IOException;

	/**
	 * What to do with a file.
	 */
	@FunctionalInterface
	interface Action {

		/**
		 * Does it.
		 * @throws IOException if the file system refuses
		 */
		void run() throws IOException;

	}

	/**
	 * Closes the file, which frees its locks. Closing again does nothing.
	 */
	@Override
	void close();

}
