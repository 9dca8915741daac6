// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a writer was asked for, beside its segment.
 *
 * @param name the buffer's name
 * @param heartbeatInterval how often a background thread stamps; zero to stamp with each
 * write
 * @param livenessTimeout how old the own heartbeat may be
 * @param reservationTimeout how long a thread waits for another's reservation
 * @param confined whether there is no guard between threads
 * @param publishTime whether slots say when their samples were published
 * @param checksum whether slots have a checksum
 * @param traceContext the trace of the calling thread; {@code null} if slots have none
 */
record WriterOptions(String name, Duration heartbeatInterval, Duration livenessTimeout, Duration reservationTimeout,
		boolean confined, boolean publishTime, boolean checksum,
		@Nullable Supplier<? extends @Nullable TraceContext> traceContext) {

}
