// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * The meters that were registered, so that they leave their registries with their
 * context: a registry may live longer, and would hold on to what its meters look at. Safe
 * for use by many threads.
 */
final class BoundMeters {

	private final Collection<Bound> meters = new ConcurrentLinkedQueue<>();

	/**
	 * Registers a meter.
	 * @param registry where
	 * @param name its name
	 * @param tags its tags
	 * @param registration does so
	 * @return the meter; one of another context, which stays there, if that has the same
	 */
	<M extends Meter> M register(MeterRegistry registry, String name, Tags tags,
			Function<MeterRegistry, M> registration) {
		boolean there = registry.find(name).tags(tags).meter() != null;
		M meter = registration.apply(registry);
		if (!there) {
			this.meters.add(new Bound(registry, meter, tags));
		}
		return meter;
	}

	/** Removes what was registered. */
	void removeAll() {
		remove(Tags.empty());
	}

	/** Removes what was registered with such tags, among others. */
	void remove(Tags tags) {
		List<Tag> wanted = tags.stream().toList();
		this.meters.removeIf((bound) -> {
			boolean found = bound.tags().stream().toList().containsAll(wanted);
			if (found) {
				bound.registry().remove(bound.meter());
			}
			return found;
		});
	}

	private record Bound(MeterRegistry registry, Meter meter, Tags tags) {
	}

}
