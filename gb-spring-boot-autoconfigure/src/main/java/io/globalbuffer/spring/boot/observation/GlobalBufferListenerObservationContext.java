// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;

import io.globalbuffer.Sample;
import io.globalbuffer.TraceContext;
import io.globalbuffer.spring.ListenerInfo;

/**
 * What an observation of a call of a listener's method is about. As mutable as every
 * {@link Observation.Context}; what is added here does not change.
 */
public class GlobalBufferListenerObservationContext extends Observation.Context {

	private final ListenerInfo listener;

	private final List<? extends Sample<?>> samples;

	/**
	 * Creates the context of one call.
	 * @param listener the listener
	 * @param samples the samples of the call: one, or those of a batch
	 */
	public GlobalBufferListenerObservationContext(ListenerInfo listener, List<? extends Sample<?>> samples) {
		this.listener = listener;
		this.samples = samples;
	}

	/**
	 * The listener whose method is called.
	 * @return the listener
	 */
	public ListenerInfo listener() {
		return this.listener;
	}

	/**
	 * The samples that the method is called with, in their order. The values may be used
	 * again after the call.
	 * @return at least one
	 */
	public List<? extends Sample<?>> samples() {
		return this.samples;
	}

	/**
	 * The traces in which the samples were written, each once, in the order of the
	 * samples.
	 * @return the contexts; none where the writer did not say
	 */
	Stream<TraceContext> origins() {
		return this.samples.stream().flatMap((sample) -> sample.origin().traceContext().stream()).distinct();
	}

}
