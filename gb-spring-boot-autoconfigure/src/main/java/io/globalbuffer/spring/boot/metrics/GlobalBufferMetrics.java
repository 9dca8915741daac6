// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.DisposableBean;

import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * Meters of declared buffers, their listeners and replications. They read counters that
 * exist anyway, so that a sample costs nothing more.
 */
public class GlobalBufferMetrics implements MeterBinder, DisposableBean {

	private final BoundMeters meters = new BoundMeters();

	private final MonitoredBuffers buffers;

	private final GlobalBufferListenerRegistry listeners;

	/**
	 * Creates a binder.
	 * @param buffers the buffers to measure
	 * @param listeners the listeners to measure
	 */
	public GlobalBufferMetrics(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners) {
		this.buffers = buffers;
		this.listeners = listeners;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.buffers.byName().values().forEach((buffer) -> new BufferMeters(buffer, this.meters).bindTo(registry));
		this.buffers.replications()
			.forEach((replication) -> new ReplicationMeters(replication, this.meters).bindTo(registry));
		new DispatchMeters(this.listeners, this.meters).bindTo(registry);
		this.listeners.forEachNowAndLater((listener) -> new ListenerMeters(listener, this.meters).bindTo(registry),
				(listener) -> this.meters.remove(ListenerMeters.tags(listener)));
	}

	/**
	 * Removes the meters from their registries.
	 */
	@Override
	public void destroy() {
		this.meters.removeAll();
	}

}
