// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.Locale;

/**
 * What a listener is doing.
 */
public enum ListenerState {

	/** It was never started. */
	CREATED,

	/**
	 * It runs, but has found no segment yet, or one that does not fit, or the segment has
	 * lost memory: it keeps looking.
	 */
	WAITING,

	/** It is attached and delivers samples as they come. */
	RUNNING,

	/** It is attached, and was asked to deliver nothing for a while. */
	PAUSED,

	/** It was asked to stop, and its thread has not ended yet. */
	STOPPING,

	/** It was stopped, by request or by its error handler. */
	STOPPED,

	/** An {@link Error} ended it. */
	FAILED;

	/**
	 * The state as it is written in JSON and health details.
	 * @return lower case, for example {@code running}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
