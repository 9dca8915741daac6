// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * The timers of one listener in one registry.
 */
final class ListenerTimer {

	private final Timer success;

	private final Timer error;

	private final Timer latency;

	ListenerTimer(MeterRegistry registry, ListenerContainer listener) {
		this.success = time(registry, listener, "success");
		this.error = time(registry, listener, "error");
		this.latency = Timer.builder("globalbuffer.listener.latency")
			.description("From a sample's publication, in whichever process, to the start of the call")
			.tags(ListenerMeters.tags(listener))
			.register(registry);
	}

	void recordCall(long nanos, boolean succeeded) {
		(succeeded ? this.success : this.error).record(nanos, TimeUnit.NANOSECONDS);
	}

	void recordLatency(List<? extends Sample<?>> samples) {
		for (Sample<?> sample : samples) {
			Optional<Duration> age = sample.origin().age();
			if (age.isPresent()) {
				this.latency.record(age.get());
			}
		}
	}

	private static Timer time(MeterRegistry registry, ListenerContainer listener, String result) {
		return Timer.builder("globalbuffer.listener.time")
			.description("Calls of the listener's method")
			.tags(ListenerMeters.tags(listener))
			.tag("result", result)
			.register(registry);
	}

}
