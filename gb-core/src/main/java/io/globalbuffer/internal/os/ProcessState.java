package io.globalbuffer.internal.os;

/**
 * Whether a process exists, as far as this one can see.
 */
public enum ProcessState {

	/** It exists. */
	EXISTS,

	/** There is none of that id in this process's pid namespace. */
	ABSENT,

	/** It cannot be told. */
	UNKNOWN

}
