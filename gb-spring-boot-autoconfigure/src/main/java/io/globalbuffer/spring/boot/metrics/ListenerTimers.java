// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.listener.DeliveryAdvice;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * Times each call of a listener's method, and how long its samples were on their way.
 * Costs each call two looks at the clock, so that it must be asked for:
 * {@code globalbuffer.listener.timer-enabled}. Safe for use by many threads.
 */
public class ListenerTimers implements DeliveryAdvice, MeterBinder, DisposableBean {

	private final ObjectProvider<GlobalBufferListenerRegistry> listeners;

	private final BoundMeters meters = new BoundMeters();

	/** By the listener's id: its timers in each registry. */
	private final Map<String, List<ListenerTimer>> timers = new ConcurrentHashMap<>();

	/**
	 * Creates an advice that times nothing until it is bound.
	 * @param listeners the listeners to time; asked when a registry is bound, since they
	 * need their advices first
	 */
	public ListenerTimers(ObjectProvider<GlobalBufferListenerRegistry> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.listeners.getObject().forEachNowAndLater((listener) -> bind(registry, listener), this::unbind);
	}

	@Override
	public void around(ListenerInfo listener, List<? extends Sample<?>> samples, Call call) throws Throwable {
		List<ListenerTimer> bound = this.timers.getOrDefault(listener.id(), List.of());
		for (ListenerTimer timer : bound) {
			timer.recordLatency(samples);
		}
		boolean success = false;
		long start = System.nanoTime();
		try {
			call.proceed();
			success = true;
		}
		finally {
			long nanos = System.nanoTime() - start;
			for (ListenerTimer timer : bound) {
				timer.recordCall(nanos, success);
			}
		}
	}

	/**
	 * Removes the timers from their registries.
	 */
	@Override
	public void destroy() {
		this.timers.clear();
		this.meters.removeAll();
	}

	private void bind(MeterRegistry registry, ListenerContainer listener) {
		this.timers.merge(listener.id(), List.of(new ListenerTimer(registry, listener, this.meters)),
				ListenerTimers::joined);
	}

	private void unbind(ListenerContainer listener) {
		this.timers.remove(listener.id());
		this.meters.remove(ListenerMeters.tags(listener));
	}

	private static List<ListenerTimer> joined(List<ListenerTimer> bound, List<ListenerTimer> added) {
		List<ListenerTimer> all = new ArrayList<>(bound);
		all.addAll(added);
		return List.copyOf(all);
	}

}
