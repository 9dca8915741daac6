// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.common.KeyValues;

import io.globalbuffer.spring.boot.observation.GlobalBufferListenerObservation.HighCardinalityKeyNames;
import io.globalbuffer.spring.boot.observation.GlobalBufferListenerObservation.LowCardinalityKeyNames;

/**
 * The names of {@link GlobalBufferListenerObservation}. Safe for use by many threads.
 */
public class DefaultGlobalBufferListenerObservationConvention implements GlobalBufferListenerObservationConvention {

	private static final String OPERATION = "process";

	/**
	 * The keys that are the same for every listener.
	 */
	private static final KeyValues COMMON = KeyValues.of(
			LowCardinalityKeyNames.MESSAGING_SYSTEM.withValue("globalbuffer"),
			LowCardinalityKeyNames.MESSAGING_OPERATION_NAME.withValue(OPERATION),
			LowCardinalityKeyNames.MESSAGING_OPERATION_TYPE.withValue(OPERATION));

	/**
	 * Creates a convention.
	 */
	public DefaultGlobalBufferListenerObservationConvention() {
	}

	@Override
	public String getName() {
		return GlobalBufferListenerObservation.LISTENER_PROCESS.getName();
	}

	@Override
	public String getContextualName(GlobalBufferListenerObservationContext context) {
		return context.listener().buffer() + " " + OPERATION;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(GlobalBufferListenerObservationContext context) {
		return COMMON.and(LowCardinalityKeyNames.BUFFER.withValue(context.listener().buffer()),
				LowCardinalityKeyNames.LISTENER.withValue(context.listener().id()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(GlobalBufferListenerObservationContext context) {
		KeyValues sequence = KeyValues
			.of(HighCardinalityKeyNames.SEQUENCE.withValue(Long.toString(context.samples().getFirst().sequence())));
		int count = context.samples().size();
		return (count == 1) ? sequence : sequence
			.and(HighCardinalityKeyNames.MESSAGING_BATCH_MESSAGE_COUNT.withValue(Integer.toString(count)));
	}

}
