// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

/**
 * The observations of listeners that have ended.
 */
final class RecordedObservations implements ObservationHandler<GlobalBufferListenerObservationContext> {

	final List<GlobalBufferListenerObservationContext> ended = new CopyOnWriteArrayList<>();

	/** The registry that tells them. */
	final ObservationRegistry registry = ObservationRegistry.create();

	RecordedObservations() {
		this.registry.observationConfig().observationHandler(this);
	}

	@Override
	public void onStop(GlobalBufferListenerObservationContext context) {
		this.ended.add(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GlobalBufferListenerObservationContext;
	}

}
