// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.globalbuffer.spring.listener.DispatchStatistics;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * The meters of the threads that listeners share.
 */
final class DispatchMeters implements MeterBinder {

	private static final String PREFIX = "globalbuffer.listener.dispatch.";

	private final GlobalBufferListenerRegistry listeners;

	private final BoundMeters meters;

	DispatchMeters(GlobalBufferListenerRegistry listeners, BoundMeters meters) {
		this.listeners = listeners;
		this.meters = meters;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "threads", "Threads that listeners share; 0 while none of these runs",
				DispatchStatistics::threads);
		gauge(registry, "active", "Calls that these threads make", (statistics) -> statistics.calls().size());
		gauge(registry, "waiting", "Calls that wait for one of these threads", DispatchStatistics::waiting);
	}

	private void gauge(MeterRegistry registry, String what, String description,
			ToDoubleFunction<DispatchStatistics> figure) {
		this.meters.register(registry, Tags.empty(), (into) -> Gauge
			.builder(PREFIX + what, this.listeners, (source) -> figure.applyAsDouble(source.dispatchStatistics()))
			.description(description)
			.register(into));
	}

}
