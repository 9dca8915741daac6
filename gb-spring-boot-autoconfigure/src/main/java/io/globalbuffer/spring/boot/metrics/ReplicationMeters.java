// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationState;
import io.globalbuffer.spring.replication.ReplicationStatistics;

/**
 * The meters of one replication, all of the tags {@code replication} and
 * {@code direction}.
 */
final class ReplicationMeters implements MeterBinder {

	private static final String PREFIX = "globalbuffer.replication.";

	private static final String SAMPLES = "samples";

	private final Replication replication;

	private final BoundMeters meters;

	private final Tags tags;

	ReplicationMeters(Replication replication, BoundMeters meters) {
		this.replication = replication;
		this.meters = meters;
		this.tags = Tags.of("replication", replication.definition().name(), "direction",
				replication.definition().direction().label());
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		count(registry, "samples", SAMPLES, "Samples that the topic has acknowledged, or that the mirror has written",
				this.tags, ReplicationStatistics::samples);
		count(registry, "bytes", "bytes", "Bytes of these samples", this.tags, ReplicationStatistics::bytes);
		count(registry, "skipped", SAMPLES, "Samples left out on purpose, in mode LATEST", this.tags,
				ReplicationStatistics::skipped);
		count(registry, "repeated", "records", "Records that came again, and were not written again", this.tags,
				ReplicationStatistics::repeated);
		lost(registry, "source", ReplicationStatistics::lostAtSource);
		lost(registry, "transit", ReplicationStatistics::lostInTransit);
		lost(registry, "local", ReplicationStatistics::lostLocally);
		this.meters.register(registry, this.tags,
				(into) -> Gauge.builder(PREFIX + "running", this.replication, ReplicationMeters::running)
					.description("Whether samples go on their way as they come: 1 if they do, else 0")
					.tags(this.tags)
					.register(into));
	}

	private void lost(MeterRegistry registry, String stage, ToLongFunction<ReplicationStatistics> figure) {
		count(registry, "lost", SAMPLES,
				"Samples lost: overwritten before they were sent, on their way, or when they were to be written",
				this.tags.and("stage", stage), figure);
	}

	private void count(MeterRegistry registry, String what, String unit, String description, Tags tagged,
			ToLongFunction<ReplicationStatistics> figure) {
		this.meters.register(registry, tagged,
				(into) -> FunctionCounter
					.builder(PREFIX + what, this.replication, (source) -> figure.applyAsLong(source.statistics()))
					.description(description)
					.baseUnit(unit)
					.tags(tagged)
					.register(into));
	}

	private static double running(Replication replication) {
		return (replication.state() == ReplicationState.RUNNING) ? 1 : 0;
	}

}
