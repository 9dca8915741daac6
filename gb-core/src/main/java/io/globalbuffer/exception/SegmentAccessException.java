// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

import org.jspecify.annotations.Nullable;

/**
 * The system does not let this process do something with a segment's file or directory.
 */
public class SegmentAccessException extends GlobalBufferException {

	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param message what happened, to which file, and what to do
	 * @param reason why the system refused
	 * @param cause what the system said, or {@code null}
	 */
	public SegmentAccessException(String message, Reason reason, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Why the system refused.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why the system refuses something.
	 */
	public enum Reason {

		/** There is no such directory, or it is something else. */
		NO_DIRECTORY,

		/** This user may not do that with the file or its directory. */
		NOT_PERMITTED,

		/** The file system is mounted for reading only. */
		READ_ONLY,

		/** This process or the whole machine has as many files open as it may. */
		TOO_MANY_OPEN_FILES,

		/** The file would be larger than this process or the file system may have it. */
		FILE_TOO_LARGE,

		/** There is no memory, or no room in the address space. */
		NO_MEMORY,

		/** There is no group of the name that the segment shall belong to. */
		NO_SUCH_GROUP,

		/** This user does not belong to the group that the segment shall belong to. */
		NOT_IN_GROUP,

		/** Something else, which the message quotes. */
		OTHER

	}

}
