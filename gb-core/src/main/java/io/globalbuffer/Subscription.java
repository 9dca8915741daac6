// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * A thread that delivers samples to a callback, with a cursor of its own, which begins
 * where the reader's stands when it subscribes.
 * <p>
 * Each sample from there on is counted once: as {@linkplain #delivered() delivered},
 * {@linkplain #undecodable() undecodable}, {@linkplain #overruns() overrun} or
 * {@linkplain #skipped() skipped}. What was lost or passed over is counted with the next
 * sample after it. So when the callback has returned, the four are together what was
 * committed from the beginning of the subscription up to that sample.
 * <p>
 * A read that fails, for example since the segment was replaced by one that holds
 * something else, is logged and tried again. It costs no sample, and counts as none.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Whether samples are still delivered.
	 * @return {@code false} once closed, or when its reader was closed, the callback
	 * threw an {@link Error}, or memory of the segment was taken away and the reader does
	 * not {@linkplain ReaderBuilder#following() follow}
	 */
	boolean isActive();

	/**
	 * Samples that the callback is done with: it has returned, or thrown.
	 * @return a count
	 */
	long delivered();

	/**
	 * Samples that were left out since they are no such messages.
	 * @return a count
	 */
	long undecodable();

	/**
	 * Samples lost because they were overwritten first, or were damaged. In
	 * {@link ReadMode#LATEST} those count as skipped.
	 * @return a count, always 0 in {@link ReadMode#LATEST}
	 */
	long overruns();

	/**
	 * Samples passed over on purpose in {@link ReadMode#LATEST}.
	 * @return a count, always 0 in {@link ReadMode#NEXT}
	 */
	long skipped();

	/**
	 * Returns how often the callback threw. Each of these samples is
	 * {@linkplain #delivered() delivered}.
	 * @return a count
	 */
	long errors();

	/**
	 * Ends the delivery: waits up to ten seconds for a callback that is running, and no
	 * other runs afterwards. Called from within the callback, or by an interrupted
	 * thread, it returns at once, and the running call is the last. Closing again does
	 * nothing.
	 */
	@Override
	void close();

}
