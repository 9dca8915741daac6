// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * The timers of one listener in one registry.
 */
final class ListenerTimer {

	private final MeterRegistry registry;

	private final Tags tags;

	private final BoundMeters meters;

	private final Timer success;

	private final Timer error;

	/** Absent until a sample says when it was published. */
	private volatile @Nullable Timer latency;

	ListenerTimer(MeterRegistry registry, ListenerContainer listener, BoundMeters meters) {
		this.registry = registry;
		this.tags = ListenerMeters.tags(listener);
		this.meters = meters;
		this.success = time("success");
		this.error = time("error");
	}

	void recordCall(long nanos, boolean succeeded) {
		(succeeded ? this.success : this.error).record(nanos, TimeUnit.NANOSECONDS);
	}

	void recordLatency(List<? extends Sample<?>> samples) {
		for (Sample<?> sample : samples) {
			Optional<Duration> age = sample.origin().age();
			if (age.isPresent()) {
				latency().record(age.get());
			}
		}
	}

	private Timer latency() {
		Timer timer = this.latency;
		if (timer == null) {
			timer = timer("globalbuffer.listener.latency",
					"From a sample's publication, in whichever process, to the start of the call", this.tags);
			this.latency = timer;
		}
		return timer;
	}

	private Timer time(String result) {
		return timer("globalbuffer.listener.time", "Calls of the listener's method", this.tags.and("result", result));
	}

	private Timer timer(String name, String description, Tags all) {
		return this.meters.register(this.registry, all,
				(into) -> Timer.builder(name).description(description).tags(all).register(into));
	}

}
