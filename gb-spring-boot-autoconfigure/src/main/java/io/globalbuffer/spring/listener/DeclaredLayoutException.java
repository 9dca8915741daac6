// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;

/**
 * The segment of a declared buffer holds something else than is declared.
 */
public class DeclaredLayoutException extends GlobalBufferException {

	private final BufferDefinition definition;

	/**
	 * Creates an exception.
	 * @param definition the declared buffer
	 * @param cause what differs
	 */
	public DeclaredLayoutException(BufferDefinition definition, SchemaMismatchException cause) {
		super("Buffer '" + definition.name() + "' is declared as " + definition.content().describe()
				+ ", but its segment '" + definition.segment() + "' in " + definition.directory()
				+ " holds something else: " + cause.getMessage(), cause);
		this.definition = definition;
	}

	/**
	 * The declared buffer.
	 * @return the definition
	 */
	public BufferDefinition definition() {
		return this.definition;
	}

}
