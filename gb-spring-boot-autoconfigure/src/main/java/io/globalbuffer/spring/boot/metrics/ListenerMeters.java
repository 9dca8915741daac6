// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.OptionalLong;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;

/**
 * The meters of one listener, all of the tags {@code buffer} and {@code listener}.
 */
final class ListenerMeters implements MeterBinder {

	private static final String SAMPLES = "samples";

	private final ListenerContainer listener;

	private final Tags tags;

	ListenerMeters(ListenerContainer listener) {
		this.listener = listener;
		this.tags = tags(listener);
	}

	/**
	 * The tags of every meter of a listener.
	 */
	static Tags tags(ListenerContainer listener) {
		return Tags.of("buffer", listener.buffer(), "listener", listener.id());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, "delivered", SAMPLES, "Samples handed to the listener's method", ListenerStatistics::delivered);
		count(registry, "filtered", SAMPLES, "Samples the listener's filter kept out", ListenerStatistics::filtered);
		count(registry, "overruns", SAMPLES, "Samples the listener lost because they were overwritten first",
				ListenerStatistics::overruns);
		count(registry, "skipped", SAMPLES, "Samples passed over on purpose, in mode LATEST or after a pause",
				ListenerStatistics::skipped);
		count(registry, "errors", null, "How often the method threw, or a sample could not be decoded",
				ListenerStatistics::errors);
		Gauge.builder("globalbuffer.listener.lag", this.listener, ListenerMeters::lag)
			.description("How many samples the listener is behind the writer")
			.baseUnit(SAMPLES)
			.tags(this.tags)
			.register(registry);
		Gauge.builder("globalbuffer.listener.running", this.listener, ListenerMeters::running)
			.description("Whether the listener is attached and delivers: 1 if it does, else 0")
			.tags(this.tags)
			.register(registry);
	}

	private void count(MeterRegistry registry, String what, @Nullable String unit, String description,
			ToLongFunction<ListenerStatistics> figure) {
		FunctionCounter
			.builder("globalbuffer.listener." + what, this.listener,
					(source) -> figure.applyAsLong(source.statistics()))
			.description(description)
			.baseUnit(unit)
			.tags(this.tags)
			.register(registry);
	}

	private static double lag(ListenerContainer listener) {
		OptionalLong lag = listener.statistics().lag();
		return lag.isPresent() ? lag.getAsLong() : Double.NaN;
	}

	private static double running(ListenerContainer listener) {
		return (listener.state() == ListenerState.RUNNING) ? 1 : 0;
	}

}
