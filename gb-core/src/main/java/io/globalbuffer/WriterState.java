// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Locale;

/**
 * What is known of a segment's writer.
 */
public enum WriterState {

	/** It stamped its heartbeat within the liveness timeout. */
	ACTIVE,

	/**
	 * Its heartbeat is stale, but its process is there: silent, stopped, or stuck. Where
	 * a Python reader has the number of a Python writer of another pid namespace, that
	 * writer looks like this for ever: nothing tells the two apart.
	 */
	IDLE,

	/** It closed the buffer cleanly. */
	CLOSED,

	/**
	 * A writer without a lock, such as Python's, whose process does not exist as far as
	 * this process can see, or cannot write to the segment, whose heartbeat is stale and
	 * that writes nothing. Only a writer in another pid namespace looks like this too.
	 */
	PRESUMED_DEAD,

	/** It died without closing: the system has freed the lock that it held. */
	DEAD,

	/** The name is gone: the segment was unlinked. */
	UNLINKED,

	/**
	 * The name leads to another segment by now, and this handle does not follow, or
	 * cannot read that one.
	 */
	REPLACED,

	/** A following reader that has not found a segment yet. */
	NEVER_SEEN,

	/** Its heartbeat is stale, and whether its process exists cannot be told. */
	UNKNOWN;

	/**
	 * The state as it is written in JSON and health details.
	 * @return lower case with hyphens, for example {@code presumed-dead}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
