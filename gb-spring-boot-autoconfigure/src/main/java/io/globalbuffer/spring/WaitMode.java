// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.Locale;

import io.globalbuffer.wait.WaitStrategy;

/**
 * How the readers and listeners of a declared buffer wait for the next sample.
 */
public enum WaitMode {

	/** The best for each writer, see {@link WaitStrategy#auto()}. */
	AUTO,

	/** Sleeps until the writer wakes it, see {@link WaitStrategy#kernel()}. */
	KERNEL,

	/**
	 * Polls around the time at which a sample is due, see {@link WaitStrategy#predict()}.
	 */
	PREDICT,

	/**
	 * Polls with pauses that double, see {@link WaitStrategy#poll()}: from
	 * {@code globalbuffer.listener.poll-min} to {@code globalbuffer.listener.poll-max}.
	 */
	POLL,

	/** Looks without a pause, for a whole core, see {@link WaitStrategy#spin()}. */
	SPIN;

	/**
	 * The mode as it is written in properties and JSON.
	 * @return lower case, for example {@code kernel}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
