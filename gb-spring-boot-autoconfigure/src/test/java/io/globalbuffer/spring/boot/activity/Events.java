// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.event.EventListener;

import io.globalbuffer.spring.event.GlobalBufferEvent;

/**
 * Remembers the events of an application.
 */
public class Events {

	private final List<GlobalBufferEvent> received = new CopyOnWriteArrayList<>();

	@EventListener
	void on(GlobalBufferEvent event) {
		this.received.add(event);
	}

	/** Those of a type so far. */
	public <E extends GlobalBufferEvent> List<E> of(Class<E> type) {
		return this.received.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** All so far. */
	public List<GlobalBufferEvent> all() {
		return List.copyOf(this.received);
	}

}
