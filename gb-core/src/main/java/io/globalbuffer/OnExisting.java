package io.globalbuffer;

/**
 * What a creator does when there is a segment of that name.
 */
public enum OnExisting {

	/** Fail, and leave the segment untouched. */
	FAIL,

	/**
	 * Go on with it, sequence and samples kept, if its layout is equal and its writer is
	 * provably gone: closed cleanly, or its process no longer exists, its heartbeat is
	 * stale and its count stood still for two seconds. Readers stay attached and see the
	 * stream go on.
	 */
	TAKE_OVER

}
