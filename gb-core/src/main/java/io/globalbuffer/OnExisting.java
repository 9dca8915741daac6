// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * What a creator does when there is a segment of that name.
 */
public enum OnExisting {

	/** Fail, and leave the segment untouched. */
	FAIL,

	/**
	 * Go on with it, sequence and samples kept, if its layout is equal, the schema of
	 * messages included unless one of the two has none or the policy is
	 * {@link io.globalbuffer.schema.SchemaPolicy#IGNORE}, and its writer is provably
	 * gone: it closed cleanly, or the system has freed its lock, or no process on this
	 * machine has the segment open for writing. Readers stay attached and see the stream
	 * go on.
	 */
	TAKE_OVER,

	/**
	 * As {@link #TAKE_OVER}, but also from a writer that only seems to be gone, because a
	 * Python reader, which maps the segment as a writer does, hides the proof: its
	 * process no longer exists here, its heartbeat is stale, and nothing was written for
	 * two seconds. A live writer in another container that is silent looks the same, and
	 * would then be a second one; a Java writer notices at its next write. For segments
	 * on a tmpfs, where processes and files name a file alike.
	 */
	TAKE_OVER_PRESUMED_DEAD,

	/**
	 * Put another one in its place, no matter what it holds, under the proof of
	 * {@link #TAKE_OVER}. The new segment is complete before the old one is touched, and
	 * both exchange their names in one step: the name is never absent, and a failure
	 * leaves the old one as it was. So for a moment there must be room for both. If there
	 * is none, the old one goes first if the system proves that no process on this
	 * machine has it open, and otherwise stays. Readers attached to the old one stay
	 * there; a {@linkplain ReaderBuilder#following() following} reader goes over to the
	 * new one.
	 */
	REPLACE

}
