// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the operating system is asked for: by native calls on Linux, and by what the JDK
 * offers elsewhere or where the JVM refuses native access. Safe for use by many threads.
 */
public interface NativeCalls {

	/**
	 * Makes a file that only its owner may use. Where the system can, it has no name
	 * until it appears, and vanishes with a process that dies before.
	 * @param path its name
	 * @return the file, of size 0, open for reading and writing
	 * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
	 * @throws IOException if it cannot be made
	 */
	NewFile create(Path path) throws IOException;

	/**
	 * Makes a file that only its owner may use, and that has its name from the start.
	 * @param path its name
	 * @return the file, of size 0, open for reading and writing
	 * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
	 * @throws IOException if it cannot be made
	 */
	NewFile createNamed(Path path) throws IOException;

	/**
	 * Opens a file, never through a symbolic link.
	 * @param path its name
	 * @param writable whether it shall be written to
	 * @return the file
	 * @throws java.nio.file.NoSuchFileException if there is none
	 * @throws IOException if it cannot be opened
	 */
	OpenFile open(Path path, boolean writable) throws IOException;

	/**
	 * Exchanges two names in one step: each leads to what was the other's file then, and
	 * neither is absent for a moment.
	 * @param one a name
	 * @param other another one in the same directory
	 * @return {@code false} if the system cannot do that
	 * @throws java.nio.file.NoSuchFileException if one of them leads nowhere
	 * @throws IOException if it is not permitted
	 */
	boolean exchange(Path one, Path other) throws IOException;

	/**
	 * Looks at a process.
	 * @param pid its id, as a segment claims it
	 * @return what it shows
	 */
	ProcessLook process(long pid);

	/**
	 * The user that files of this process belong to.
	 * @return the user's number; empty where it cannot be told, at present or ever
	 */
	OptionalLong user();

	/**
	 * How processes wake each other.
	 * @return the futexes; empty where there are none, or they are refused
	 */
	Optional<Futex> futex();

	/**
	 * The calls of this system.
	 * @return the native ones, or what stands in for them
	 * @throws io.globalbuffer.exception.GlobalBufferException if that cannot be decided
	 * for want of memory or descriptors
	 */
	static NativeCalls system() {
		return SystemCalls.current();
	}

	/**
	 * Whether {@link #system()} returns native calls.
	 * @return {@code false} if it returns what stands in for them
	 * @throws io.globalbuffer.exception.GlobalBufferException if that cannot be decided
	 * for want of memory or descriptors
	 */
	static boolean areNative() {
		return SystemCalls.areNative();
	}

	/**
	 * Lets {@link #system()} return what stands in for native calls from now on.
	 */
	static void switchOff() {
		SystemCalls.switchOff();
	}

}
