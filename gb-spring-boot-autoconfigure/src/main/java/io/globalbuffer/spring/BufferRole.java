// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * What this application does with a declared buffer.
 */
public enum BufferRole {

	/** It is the one writer; it may listen to the buffer as well. */
	WRITER,

	/** It reads what another process writes. */
	READER;

	/**
	 * The role as it is written in properties, JSON and messages.
	 * @return lower case, for example {@code writer}
	 */
	public String label() {
		return (this == WRITER) ? "writer" : "reader";
	}

}
