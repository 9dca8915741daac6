// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

/**
 * Whether a process exists that has a certain file mapped to write to it, as far as this
 * one can see.
 */
public enum ProcessState {

	/** It exists. */
	EXISTS,

	/**
	 * There is none in this process's pid namespace: no process of that id, only one that
	 * waits to be reaped, or another one that got the id later and does not write.
	 */
	ABSENT,

	/** It cannot be told. */
	UNKNOWN

}
