// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.listener.DeliveryAdvice;

/**
 * Makes an observation of each call of a listener's method. Safe for use by many threads.
 */
final class ListenerObservations implements DeliveryAdvice {

	private static final GlobalBufferListenerObservationConvention DEFAULT_CONVENTION = new DefaultGlobalBufferListenerObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable GlobalBufferListenerObservationConvention convention;

	/**
	 * Creates the advice.
	 * @param registry told of the observations
	 * @param convention names them; {@code null} for the default, unless the registry has
	 * another
	 */
	ListenerObservations(ObservationRegistry registry, @Nullable GlobalBufferListenerObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public void around(ListenerInfo listener, List<? extends Sample<?>> samples, Call call) throws Throwable {
		GlobalBufferListenerObservation.LISTENER_PROCESS
			.observation(this.convention, DEFAULT_CONVENTION,
					() -> new GlobalBufferListenerObservationContext(listener, samples), this.registry)
			.<Throwable>observeChecked(call::proceed);
	}

}
