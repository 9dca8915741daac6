package io.globalbuffer.spring.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.globalbuffer.BufferStats;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * Meters of declared buffers and their listeners. They read counters that exist anyway,
 * so that a sample costs nothing more.
 */
public class GlobalBufferMetrics implements MeterBinder {

	private final MonitoredBuffers buffers;

	private final GlobalBufferListenerRegistry listeners;

	/**
	 * Creates a binder.
	 * @param buffers the buffers to measure
	 * @param listeners the listeners to measure
	 */
	public GlobalBufferMetrics(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners) {
		this.buffers = buffers;
		this.listeners = listeners;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.buffers.byName().values().forEach((buffer) -> bindBuffer(registry, buffer));
		this.listeners.forEachNowAndLater((listener) -> bindListener(registry, listener));
	}

	private static void bindBuffer(MeterRegistry registry, MonitoredBuffer buffer) {
		String name = buffer.definition().name();
		FunctionCounter.builder("globalbuffer.written", buffer, GlobalBufferMetrics::written)
			.description("Samples written since the application started, by whichever process")
			.baseUnit("samples")
			.tag("buffer", name)
			.register(registry);
		Gauge.builder("globalbuffer.rate", buffer, GlobalBufferMetrics::rate)
			.description("Samples per second over the last five seconds")
			.tag("buffer", name)
			.register(registry);
		Gauge.builder("globalbuffer.writer.alive", buffer, GlobalBufferMetrics::writerAlive)
			.description("Whether the writer's heartbeat is fresh: 1 if it is, else 0")
			.tag("buffer", name)
			.register(registry);
	}

	private static void bindListener(MeterRegistry registry, ListenerContainer listener) {
		FunctionCounter.builder("globalbuffer.listener.overruns", listener, (source) -> source.statistics().overruns())
			.description("Samples a listener lost because they were overwritten first")
			.baseUnit("samples")
			.tag("buffer", listener.buffer())
			.tag("listener", listener.id())
			.register(registry);
	}

	/** Not a number once the buffer is closed: a counter then keeps its last value. */
	private static double written(MonitoredBuffer buffer) {
		return buffer.stats().map(BufferStats::written).map(Long::doubleValue).orElse(Double.NaN);
	}

	private static double rate(MonitoredBuffer buffer) {
		return buffer.stats().map((stats) -> stats.rate().orElse(Double.NaN)).orElse(Double.NaN);
	}

	private static double writerAlive(MonitoredBuffer buffer) {
		return buffer.stats().map((stats) -> stats.writer().alive() ? 1.0 : 0.0).orElse(0.0);
	}

}
