package io.globalbuffer.sample.page;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;

import org.springframework.stereotype.Component;

/**
 * Listens to what this machine's pulse is, from whichever process writes it.
 */
@Component
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

	@GlobalBufferListener("host-status")
	void onStatus(HostStatus status) {
		this.signals.addStatus(status);
	}

}
