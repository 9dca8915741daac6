// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

/**
 * What a writer's lock says of the last writer of a segment.
 */
public enum LockState {

	/** It is held: the writer lives, or a successor is just stepping in. */
	HELD,

	/** The last writer held it, and it is free: that writer has gone. */
	LEFT,

	/**
	 * Nothing: the last writer is one that holds none, as Python's are, or it cannot be
	 * asked for here.
	 */
	SILENT

}
