// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.globalbuffer.BufferStats;
import io.globalbuffer.spring.boot.MonitoredBuffer;

/**
 * The meters of one buffer, all of the tag {@code buffer}. What is not known is not a
 * number: a counter then keeps its last value.
 */
final class BufferMeters implements MeterBinder {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final MonitoredBuffer buffer;

	private final Tags tags;

	BufferMeters(MonitoredBuffer buffer) {
		this.buffer = buffer;
		this.tags = Tags.of("buffer", buffer.definition().name());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder("globalbuffer.written", this.buffer, figure(BufferStats::written))
			.description("Samples written since the application started, by whichever process")
			.baseUnit("samples")
			.tags(this.tags)
			.register(registry);
		Gauge.builder("globalbuffer.rate", this.buffer, figure((stats) -> stats.rate().orElse(Double.NaN)))
			.description("Samples per second over the last five seconds")
			.tags(this.tags)
			.register(registry);
		Gauge.builder("globalbuffer.size", this.buffer, figure(BufferStats::memoryBytes))
			.description("Size of the segment; 0 while there is none")
			.baseUnit("bytes")
			.tags(this.tags)
			.register(registry);
		Gauge.builder("globalbuffer.writer.alive", this.buffer, BufferMeters::writerAlive)
			.description("Whether the writer's heartbeat is fresh: 1 if it is, else 0")
			.tags(this.tags)
			.register(registry);
		TimeGauge
			.builder("globalbuffer.writer.heartbeat.age", this.buffer, TimeUnit.SECONDS,
					figure(BufferMeters::heartbeatAge))
			.description("How long ago the writer stamped its heartbeat")
			.tags(this.tags)
			.register(registry);
	}

	private static ToDoubleFunction<MonitoredBuffer> figure(ToDoubleFunction<BufferStats> figure) {
		return (buffer) -> buffer.stats().map(figure::applyAsDouble).orElse(Double.NaN);
	}

	private static double writerAlive(MonitoredBuffer buffer) {
		return buffer.stats().map((stats) -> stats.writer().alive() ? 1.0 : 0.0).orElse(0.0);
	}

	private static double heartbeatAge(BufferStats stats) {
		return stats.writer()
			.heartbeatAge()
			.map(Duration::toNanos)
			.map((age) -> age / NANOS_PER_SECOND)
			.orElse(Double.NaN);
	}

}
