// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * The file is not a segment, or its header contradicts itself or the file's size; or it
 * is not to be trusted, since others own it or may write to it.
 */
public class InvalidSegmentException extends GlobalBufferException {

	private final boolean untrusted;

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public InvalidSegmentException(String message) {
		this(message, false);
	}

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 * @param untrusted whether only its owner or its permissions speak against the file
	 */
	public InvalidSegmentException(String message, boolean untrusted) {
		super(message);
		this.untrusted = untrusted;
	}

	/**
	 * Whether only its owner or its permissions speak against the file: it may be a good
	 * segment that others use.
	 * @return {@code false} if the file itself is of no use
	 */
	public boolean isUntrusted() {
		return this.untrusted;
	}

}
