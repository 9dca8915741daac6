// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

/**
 * What a reader waits for, as its {@link Waiter} sees it: the next sample of the segment
 * it reads. For the thread that waits; count, capacity and writer for others, too, that
 * look for it, and get an {@link IllegalStateException} once the reader has left the
 * segment.
 */
public interface AwaitedStream {

	/**
	 * Returns how many samples were committed to the segment so far.
	 * @return a count
	 */
	long count();

	/**
	 * Returns how many samples the segment keeps.
	 * @return a number of samples
	 */
	long capacity();

	/**
	 * Returns who writes the segment, to notice when that changes.
	 * @return a number that no other writer has; 0 where it is not known
	 */
	long writer();

	/**
	 * Whether {@link #sleep} ends as soon as a sample is committed: the writer wakes
	 * readers, and this one can be woken. May change from one moment to the next.
	 * @return {@code false} where a waiter has to look for samples again and again
	 */
	boolean wakes();

	/**
	 * Sleeps in the kernel for a time, or less, or parks while another thread sleeps
	 * there for it, if it is a virtual thread: until a sample is committed where
	 * {@link #wakes()}, until the thread is interrupted, the reader is closed or its name
	 * leads elsewhere. Not at all if there is a sample by now. Returns early for no
	 * reason, too.
	 * @param nanos for how long at most, in nanoseconds
	 */
	void sleep(long nanos);

}
