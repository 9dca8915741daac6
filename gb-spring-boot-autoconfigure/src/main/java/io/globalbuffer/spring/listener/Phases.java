// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

/**
 * In which phases of the context's life things start, and stop in the reverse order. They
 * are late, so that what processes samples is there before a listener starts, and is
 * there until all have stopped; a web server stops later.
 */
public final class Phases {

	/** What publishes events: ready for the first of a listener, and for the last. */
	public static final int EVENTS = Integer.MAX_VALUE - 104;

	/** What looks at replications: also at how they end. */
	public static final int REPLICATION_ACTIVITY = EVENTS + 1;

	/** What publishes buffers to topics: also what a listener writes at last. */
	public static final int PUBLICATIONS = REPLICATION_ACTIVITY + 1;

	/** The listeners. */
	public static final int LISTENERS = PUBLICATIONS + 1;

	/** What fills buffers from topics: there are listeners for its first sample. */
	public static final int MIRRORS = LISTENERS + 1;

	/** What looks at the listeners while they run. */
	public static final int ACTIVITY = MIRRORS + 1;

	private Phases() {
	}

}
