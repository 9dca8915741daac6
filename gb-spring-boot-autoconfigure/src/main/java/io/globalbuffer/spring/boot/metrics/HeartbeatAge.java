// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferStats;
import io.globalbuffer.spring.boot.MonitoredBuffer;

/**
 * How long ago a buffer's writer stamped its heartbeat, in seconds. Goes on counting when
 * the stamp cannot be seen any more, as of a writer that has closed.
 */
final class HeartbeatAge implements ToDoubleFunction<MonitoredBuffer> {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final LookAtBuffer look;

	/** By the system's timer; absent until a stamp was seen. */
	private volatile @Nullable Long lastStamp;

	HeartbeatAge(LookAtBuffer look) {
		this.look = look;
	}

	@Override
	public double applyAsDouble(MonitoredBuffer buffer) {
		LookAtBuffer.Seen<Optional<BufferStats>> seen = this.look.stats();
		Optional<Duration> age = seen.value().flatMap((stats) -> stats.writer().heartbeatAge());
		if (age.isPresent()) {
			this.lastStamp = seen.nanos() - age.get().toNanos();
		}
		Long stamp = this.lastStamp;
		return (stamp != null) ? (System.nanoTime() - stamp) / NANOS_PER_SECOND : Double.NaN;
	}

}
