// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.spring.GlobalBufferListener;

/**
 * Listens to the Python process {@code python/publish_wave.py}: now, or as soon as it is
 * started, and again after it was restarted.
 */
@Component
@Profile("!writer")
@ConditionalOnGlobalBuffer
class WaveListener {

	private final LiveSignals signals;

	WaveListener(LiveSignals signals) {
		this.signals = signals;
	}

	@GlobalBufferListener("python-wave")
	void onWave(double[] wave) {
		this.signals.addWave(wave[0], wave[1]);
	}

}
