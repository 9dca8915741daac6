// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;

/**
 * The meters of one listener, all of the tags {@code buffer} and {@code listener}.
 */
final class ListenerMeters implements MeterBinder {

	private static final String PREFIX = "globalbuffer.listener.";

	private static final String SAMPLES = "samples";

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final ListenerContainer listener;

	private final BoundMeters meters;

	private final Tags tags;

	ListenerMeters(ListenerContainer listener, BoundMeters meters) {
		this.listener = listener;
		this.meters = meters;
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
		count(registry, "delivered", SAMPLES, "Samples that reached the listener's method",
				ListenerStatistics::delivered);
		count(registry, "filtered", SAMPLES, "Samples the listener's filter kept out", ListenerStatistics::filtered);
		count(registry, "overruns", SAMPLES, "Samples the listener lost because they were overwritten first",
				ListenerStatistics::overruns);
		count(registry, "skipped", SAMPLES, "Samples passed over on purpose, in mode LATEST or after a pause",
				ListenerStatistics::skipped);
		count(registry, "errors", null,
				"How often something failed: the method, its filter, decoding a sample, sending what it returned",
				ListenerStatistics::errors);
		count(registry, "given.up", SAMPLES, "Samples given up after such failures", ListenerStatistics::givenUp);
		count(registry, "unkept", SAMPLES, "Samples given up that the buffer of failedTo could not take",
				ListenerStatistics::unkept);
		gauge(registry, "lag", SAMPLES, "How many samples the listener is behind the writer",
				new LastKnown<>(ListenerMeters::lag, Double.NaN));
		gauge(registry, "running", null, "Whether the listener is attached and delivers: 1 if it does, else 0",
				ListenerMeters::running);
		this.meters.register(registry, this.tags,
				(into) -> TimeGauge
					.builder(PREFIX + "call.age", this.listener, TimeUnit.SECONDS, ListenerMeters::callAge)
					.description("How long the call that is running has been running; 0 while none is")
					.tags(this.tags)
					.register(into));
	}

	private void gauge(MeterRegistry registry, String what, @Nullable String unit, String description,
			ToDoubleFunction<ListenerContainer> figure) {
		this.meters.register(registry, this.tags,
				(into) -> Gauge.builder(PREFIX + what, this.listener, figure)
					.description(description)
					.baseUnit(unit)
					.tags(this.tags)
					.register(into));
	}

	private void count(MeterRegistry registry, String what, @Nullable String unit, String description,
			ToLongFunction<ListenerStatistics> figure) {
		this.meters.register(registry, this.tags,
				(into) -> FunctionCounter
					.builder(PREFIX + what, this.listener, (source) -> figure.applyAsLong(source.statistics()))
					.description(description)
					.baseUnit(unit)
					.tags(this.tags)
					.register(into));
	}

	private static double lag(ListenerContainer listener) {
		OptionalLong lag = listener.statistics().lag();
		return lag.isPresent() ? lag.getAsLong() : Double.NaN;
	}

	private static double callAge(ListenerContainer listener) {
		return listener.statistics().inCallFor().map(Duration::toNanos).orElse(0L) / NANOS_PER_SECOND;
	}

	private static double running(ListenerContainer listener) {
		return (listener.state() == ListenerState.RUNNING) ? 1 : 0;
	}

}
