// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.DispatchMode;

/**
 * The defaults of all listeners.
 *
 * @param autoStartup whether listeners start with the application
 * @param mode every sample, or the newest each time
 * @param resume whether listeners go on where they stopped after a restart
 * @param resumeName what tells this application's listeners from those of others then, or
 * {@code null} if nothing is said
 * @param dispatch which threads make their calls
 * @param sharedThreads how many there are for those that share them
 * @param retryInterval how long they wait before they look again at a segment that does
 * not fit
 * @param shutdownTimeout how long a stop waits for calls that are running, for all
 * listeners together
 * @param idleEventInterval how long a listener is without a sample before an event says
 * so, or {@code null} for no such events
 * @param overrunEventInterval how often events of lost samples are published at most, for
 * each listener
 */
public record ListenerSettings(boolean autoStartup, ReadMode mode, boolean resume, @Nullable String resumeName,
		DispatchMode dispatch, int sharedThreads, Duration retryInterval, Duration shutdownTimeout,
		@Nullable Duration idleEventInterval, Duration overrunEventInterval) {
}
