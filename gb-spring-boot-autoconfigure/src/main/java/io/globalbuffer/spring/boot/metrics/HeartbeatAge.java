// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.boot.MonitoredBuffer;

/**
 * How long ago a buffer's writer stamped its heartbeat, in seconds. Goes on counting when
 * the stamp cannot be seen any more, as of a writer that has closed.
 */
final class HeartbeatAge implements ToDoubleFunction<MonitoredBuffer> {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	/** By the system's timer; absent until a stamp was seen. */
	private volatile @Nullable Long lastStamp;

	@Override
	public double applyAsDouble(MonitoredBuffer buffer) {
		Optional<Duration> age = buffer.stats().flatMap((stats) -> stats.writer().heartbeatAge());
		long now = System.nanoTime();
		if (age.isPresent()) {
			this.lastStamp = now - age.get().toNanos();
		}
		Long stamp = this.lastStamp;
		return (stamp != null) ? (now - stamp) / NANOS_PER_SECOND : Double.NaN;
	}

}
