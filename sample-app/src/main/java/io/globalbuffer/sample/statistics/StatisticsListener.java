// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.statistics;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.spring.GlobalBufferListener;

/**
 * Derives {@code pulse-statistics} from {@code host-pulse}: ten times a second the
 * statistics of the last second.
 */
@Component
@Profile("!reader")
@ConditionalOnGlobalBuffer
class StatisticsListener {

	/** A second at 200 Hz. */
	private static final int WINDOW = 200;

	private static final int PULSES_PER_MESSAGE = 20;

	private final PulseWindow window = new PulseWindow(WINDOW);

	/**
	 * Takes in a pulse.
	 * @param pulse the values, in the order of
	 * {@link io.globalbuffer.sample.host.HostPulse}
	 * @return what is sent, {@code null} for most pulses
	 */
	@GlobalBufferListener(value = "host-pulse", sendTo = "pulse-statistics")
	@Nullable PulseStatistics onPulse(double[] pulse) {
		this.window.add(pulse);
		return (this.window.added() % PULSES_PER_MESSAGE == 0) ? this.window.statistics() : null;
	}

}
