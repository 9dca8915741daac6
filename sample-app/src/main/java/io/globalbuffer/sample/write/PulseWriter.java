package io.globalbuffer.sample.write;

import java.time.Duration;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostPulse;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes {@code host-pulse} at 200 Hz. The first to stop at shutdown, so that listeners
 * see the stream's end.
 */
@Component
@ConditionalOnGlobalBuffer
class PulseWriter implements SmartLifecycle, DisposableBean {

	private static final Duration PERIOD = Duration.ofMillis(5);

	private final ArrayWriter<double[]> hostPulse;

	private final HostPulse source = new HostPulse(HostPulse.PROC);

	private final TimedLoop loop = new TimedLoop("host-pulse-writer", PERIOD, this::write);

	/**
	 * Creates a writer that waits to be started.
	 * @param hostPulse the buffer of this name, declared in {@code application.yml}
	 */
	PulseWriter(ArrayWriter<double[]> hostPulse) {
		this.hostPulse = hostPulse;
	}

	private void write(long lateNanos, long nanoTime) {
		this.hostPulse.write(this.source.read(lateNanos, nanoTime));
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

	@Override
	public void destroy() {
		this.source.close();
	}

}
