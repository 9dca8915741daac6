// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.BufferRole;

/**
 * A declared buffer could not be opened, for example since another process writes it.
 */
public class BufferOpeningException extends GlobalBufferException {

	private final BufferDefinition definition;

	private final BufferRole role;

	private final GlobalBufferException reason;

	/**
	 * Creates an exception.
	 * @param definition the declared buffer
	 * @param role what it was opened for: listeners also read what this application
	 * writes
	 * @param reason what happened
	 */
	public BufferOpeningException(BufferDefinition definition, BufferRole role, GlobalBufferException reason) {
		super("Buffer '" + definition.name() + "' cannot be opened by its " + role.label() + ": " + reason.getMessage(),
				reason);
		this.definition = definition;
		this.role = role;
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
	 * What it was opened for.
	 * @return the role
	 */
	public BufferRole role() {
		return this.role;
	}

	/**
	 * What happened.
	 * @return the cause
	 */
	public GlobalBufferException reason() {
		return this.reason;
	}

}
