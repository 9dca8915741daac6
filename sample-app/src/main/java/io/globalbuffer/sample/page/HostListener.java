// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.statistics.PulseStatistics;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;

/**
 * Listens to what this machine's pulse is, from whichever process writes it.
 */
@Component
@Profile("!writer")
@ConditionalOnGlobalBuffer
class HostListener {

	private final LiveSignals signals;

	HostListener(LiveSignals signals) {
		this.signals = signals;
	}

	@GlobalBufferListener("host-pulse")
	void onPulse(double[] pulse, SampleMetadata metadata) {
		this.signals.addPulse(pulse, metadata.sequence());
	}

	@GlobalBufferListener("pulse-statistics")
	void onStatistics(PulseStatistics statistics) {
		this.signals.addStatistics(statistics);
	}

	@GlobalBufferListener("host-status")
	void onStatus(HostStatus status) {
		this.signals.addStatus(status);
	}

}
