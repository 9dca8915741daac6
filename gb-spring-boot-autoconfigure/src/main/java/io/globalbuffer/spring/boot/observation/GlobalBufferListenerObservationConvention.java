// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of listeners and their key values. A bean of it replaces
 * {@link DefaultGlobalBufferListenerObservationConvention}, which is there to be
 * extended. Used by the threads of all listeners at once.
 */
public interface GlobalBufferListenerObservationConvention
		extends ObservationConvention<GlobalBufferListenerObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof GlobalBufferListenerObservationContext;
	}

}
