// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

/**
 * A stream as the thread sees it that looks at it for others. An access to a stream that
 * is closed, or has lost memory, may throw.
 */
public interface WatchedStream {

	/**
	 * Returns how many samples were committed so far.
	 * @return a count
	 */
	long count();

	/**
	 * Returns how many samples the stream keeps.
	 * @return a number of samples
	 */
	long capacity();

	/**
	 * Returns who writes the stream, to notice when that changes.
	 * @return a number that no other writer has; 0 where it is not known
	 */
	long writer();

}
