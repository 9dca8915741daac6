// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A listener method has a signature that cannot receive samples, or its annotation says
 * something that cannot be.
 */
public class InvalidListenerException extends GlobalBufferException {

	private final String description;

	private final String action;

	/**
	 * Creates an exception.
	 * @param description what is wrong, naming the method and the buffer
	 * @param action what to do
	 */
	public InvalidListenerException(String description, String action) {
		this(description, action, null);
	}

	/**
	 * Creates an exception.
	 * @param description what is wrong, naming the method and the buffer
	 * @param action what to do
	 * @param cause how that was noticed, or {@code null}
	 */
	public InvalidListenerException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * What is wrong.
	 * @return a sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * What to do.
	 * @return a sentence or two
	 */
	public String action() {
		return this.action;
	}

}
