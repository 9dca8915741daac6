// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A declared buffer could not be opened, for example since another process writes it.
 */
public class BufferOpeningException extends GlobalBufferException {

	private final BufferDefinition definition;

	private final GlobalBufferException reason;

	/**
	 * Creates an exception.
	 * @param definition the declared buffer
	 * @param reason what happened
	 */
	public BufferOpeningException(BufferDefinition definition, GlobalBufferException reason) {
		super("Buffer '" + definition.name() + "' cannot be opened by its " + definition.role().label() + ": "
				+ reason.getMessage(), reason);
		this.definition = definition;
		this.reason = reason;
	}

	/**
	 * The declared buffer.
	 * @return the definition
	 */
	public BufferDefinition definition() {
		return this.definition;
	}

	/**
	 * What happened.
	 * @return the cause
	 */
	public GlobalBufferException reason() {
		return this.reason;
	}

}
