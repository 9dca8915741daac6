// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of listeners, and under which names. The keys that begin with
 * {@code messaging} are those of OpenTelemetry's semantic conventions for messaging.
 */
public enum GlobalBufferListenerObservation implements ObservationDocumentation {

	/**
	 * A call of a listener's method, with one sample or a batch of them; a repeated call
	 * is observed again.
	 */
	LISTENER_PROCESS;

	@Override
	public String getName() {
		return "globalbuffer.listener.process";
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultGlobalBufferListenerObservationConvention.class;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeyNames.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinalityKeyNames.values();
	}

	/**
	 * Keys of few values, fit to be tags of meters. Each observation has them all.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The declared buffer's name. */
		BUFFER("globalbuffer.buffer"),

		/** The listener's id. */
		LISTENER("globalbuffer.listener"),

		/** Always {@code globalbuffer}. */
		MESSAGING_SYSTEM("messaging.system"),

		/** Always {@code process}. */
		MESSAGING_OPERATION_NAME("messaging.operation.name"),

		/** Always {@code process}. */
		MESSAGING_OPERATION_TYPE("messaging.operation.type");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of many values, for spans only.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The number of the sample in the stream, of a batch that of its first. */
		SEQUENCE("globalbuffer.sequence"),

		/** How many samples a batch holds; absent with one sample. */
		MESSAGING_BATCH_MESSAGE_COUNT("messaging.batch.message_count") {

			@Override
			public boolean isRequired() {
				return false;
			}

		};

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
