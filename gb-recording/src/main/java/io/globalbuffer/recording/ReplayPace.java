// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.util.Optional;

/**
 * When the next sample is written. For one thread.
 */
interface ReplayPace {

	/**
	 * Waits until a sample may be written.
	 * @param sample the sample
	 * @param stream the name of the stream it is written to
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	void await(RecordedSample sample, String stream) throws InterruptedException;

	/**
	 * Begins anew with the next sample, where the last one was.
	 */
	void repeat();

	/**
	 * How late the samples were.
	 * @return empty if they cannot be late
	 */
	Optional<Lateness> lateness();

}
