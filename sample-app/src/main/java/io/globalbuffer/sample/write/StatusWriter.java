package io.globalbuffer.sample.write;

import java.time.Duration;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostPulse;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.host.HostStatusReader;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes {@code host-status} at 1 Hz. Stops as {@link PulseWriter} does.
 */
@Component
@ConditionalOnGlobalBuffer
class StatusWriter implements SmartLifecycle {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private final BufferWriter<HostStatus> hostStatus;

	private final HostStatusReader source = new HostStatusReader(HostPulse.PROC);

	private final TimedLoop loop = new TimedLoop("host-status-writer", PERIOD, this::write);

	/**
	 * Creates a writer that waits to be started.
	 * @param hostStatus the buffer of this name, declared in {@code application.yml}
	 */
	StatusWriter(BufferWriter<HostStatus> hostStatus) {
		this.hostStatus = hostStatus;
	}

	private void write(long lateNanos, long nanoTime) {
		this.hostStatus.write(this.source.read(nanoTime));
	}

	@Override
	public void start() {
		this.loop.start();
	}

	@Override
	public void stop() {
		this.loop.stop();
	}

	@Override
	public boolean isRunning() {
		return this.loop.isRunning();
	}

	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
