// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
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

	/**
	 * The meters of all contexts in each registry: to look for one in the registry itself
	 * is to look at all that it has.
	 */
	private static final Map<MeterRegistry, Set<Meter.Id>> REGISTERED = new WeakHashMap<>();

	private final Collection<Bound> meters = new ConcurrentLinkedQueue<>();

	/**
	 * Registers a meter.
	 * @param registry where
	 * @param tags its tags
	 * @param registration does so
	 * @return the meter; one of another context, which stays there, if that has the same
	 */
	<M extends Meter> M register(MeterRegistry registry, Tags tags, Function<MeterRegistry, M> registration) {
		Set<Meter.Id> registered = registeredIn(registry);
		synchronized (registered) {
			M meter = registration.apply(registry);
			if (registered.add(meter.getId())) {
				this.meters.add(new Bound(registry, meter, tags));
			}
			return meter;
		}
	}

	private static Set<Meter.Id> registeredIn(MeterRegistry registry) {
		synchronized (REGISTERED) {
			return REGISTERED.computeIfAbsent(registry, (_) -> new HashSet<>());
		}
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
				remove(bound);
			}
			return found;
		});
	}

	private static void remove(Bound bound) {
		Set<Meter.Id> registered = registeredIn(bound.registry());
		synchronized (registered) {
			bound.registry().remove(bound.meter());
			registered.remove(bound.meter().getId());
		}
	}

	private record Bound(MeterRegistry registry, Meter meter, Tags tags) {
	}

}
