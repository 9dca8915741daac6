// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * Another writer has the segment, or may have it.
 */
public class WriterConflictException extends GlobalBufferException {

	private final boolean withinProcess;

	private final boolean certain;

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public WriterConflictException(String message) {
		this(message, false, true);
	}

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 * @param withinProcess whether the other writer is this very process
	 * @param certain whether the other writer is there for certain
	 */
	public WriterConflictException(String message, boolean withinProcess, boolean certain) {
		super(message);
		this.withinProcess = withinProcess;
		this.certain = certain;
	}

	/**
	 * Whether the other writer is this very process, which has it open already: then
	 * there is a writer to be closed, and no process to be stopped.
	 * @return {@code false} if it is another process, or none is known
	 */
	public boolean isWithinProcess() {
		return this.withinProcess;
	}

	/**
	 * Whether the other writer is there for certain: then it is to be stopped.
	 * @return {@code false} if it may have gone, and only the proof is missing
	 */
	public boolean isCertain() {
		return this.certain;
	}

}
