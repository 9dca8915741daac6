// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * What a declared buffer carries.
 */
public enum BufferKind {

	/** Arrays of one element type and shape. */
	ARRAY,

	/** Encoded messages: records or maps. */
	MESSAGE;

	/**
	 * The kind as it is written in properties, JSON and messages.
	 * @return lower case, for example {@code array}
	 */
	public String label() {
		return (this == ARRAY) ? "array" : "message";
	}

}
