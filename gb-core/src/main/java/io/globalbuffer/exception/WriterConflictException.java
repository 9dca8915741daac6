package io.globalbuffer.exception;

/**
 * Another writer has the segment, or may have it.
 */
public class WriterConflictException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public WriterConflictException(String message) {
		super(message);
	}

}
