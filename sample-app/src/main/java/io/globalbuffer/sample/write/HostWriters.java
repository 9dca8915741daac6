// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.write;

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostPulse;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.host.HostStatusReader;

/**
 * Writes the streams of this host into the buffers of the same names, which are declared
 * in {@code application.yml} and injected by their types.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!reader")
@ConditionalOnGlobalBuffer
class HostWriters {

	private static final Duration PULSE_PERIOD = Duration.ofMillis(5);

	private static final Duration STATUS_PERIOD = Duration.ofSeconds(1);

	@Bean
	HostPulse hostPulseSource() {
		return new HostPulse(HostPulse.PROC);
	}

	@Bean
	TimedLoop hostPulseWriter(HostPulse hostPulseSource, ArrayWriter<double[]> hostPulse) {
		return new TimedLoop("host-pulse-writer", PULSE_PERIOD,
				(lateNanos, nanoTime) -> hostPulse.write(hostPulseSource.read(lateNanos, nanoTime)));
	}

	@Bean
	TimedLoop hostStatusWriter(BufferWriter<HostStatus> hostStatus) {
		HostStatusReader source = new HostStatusReader(HostPulse.PROC);
		return new TimedLoop("host-status-writer", STATUS_PERIOD,
				(lateNanos, nanoTime) -> hostStatus.write(source.read(nanoTime)));
	}

}
