// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferStats;
import io.globalbuffer.spring.boot.MonitoredBuffer;

/**
 * The meters of one buffer, all of the tag {@code buffer}. What was never known is not a
 * number; what was keeps its last value, or is zero where that is what it means.
 */
final class BufferMeters implements MeterBinder {

	private final MonitoredBuffer buffer;

	private final LookAtBuffer look;

	private final BoundMeters meters;

	private final Tags tags;

	BufferMeters(MonitoredBuffer buffer, BoundMeters meters) {
		this.buffer = buffer;
		this.look = new LookAtBuffer(buffer);
		this.meters = meters;
		this.tags = Tags.of("buffer", buffer.definition().name());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.meters.register(registry, this.tags, (into) -> FunctionCounter
			.builder("globalbuffer.written", this.buffer, new LastKnown<>(figure(BufferStats::written, Double.NaN), 0))
			.description("Samples written since the application started, by whichever process")
			.baseUnit("samples")
			.tags(this.tags)
			.register(into));
		gauge(registry, "rate", null, "Samples per second over the last five seconds",
				new LastKnown<>(figure((stats) -> stats.rate().orElse(Double.NaN), 0), Double.NaN));
		gauge(registry, "size", "bytes", "Size of the segment; 0 while there is none",
				figure(BufferStats::memoryBytes, 0));
		gauge(registry, "writer.alive", null, "Whether the writer's heartbeat is fresh: 1 if it is, else 0",
				figure((stats) -> stats.writer().alive() ? 1 : 0, 0));
		gauge(registry, "readers", null, "Readers of all processes that register", (_) -> this.look.readers());
		gauge(registry, "readers.lag", "samples", "How far the slowest of them is behind the writer",
				(_) -> this.look.largestLag());
		this.meters.register(registry, this.tags, (into) -> TimeGauge
			.builder("globalbuffer.writer.heartbeat.age", this.buffer, TimeUnit.SECONDS, new HeartbeatAge(this.look))
			.description("How long ago the writer stamped its heartbeat")
			.tags(this.tags)
			.register(into));
	}

	private void gauge(MeterRegistry registry, String what, @Nullable String unit, String description,
			ToDoubleFunction<MonitoredBuffer> figure) {
		String name = "globalbuffer." + what;
		this.meters.register(registry, this.tags,
				(into) -> Gauge.builder(name, this.buffer, figure)
					.description(description)
					.baseUnit(unit)
					.tags(this.tags)
					.register(into));
	}

	private ToDoubleFunction<MonitoredBuffer> figure(ToDoubleFunction<BufferStats> figure, double unknown) {
		return (_) -> this.look.stats().value().map(figure::applyAsDouble).orElse(unknown);
	}

}
