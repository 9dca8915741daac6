// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.listener.ListenerEndpoint.Target;

/**
 * From which buffers to which ones listeners send: each buffer receives from one
 * listener, and no sample comes back to where it came from. Not safe for use by several
 * threads.
 */
final class ListenerRoutes {

	/** By the segment they send to. */
	private final Map<String, ListenerEndpoint> senders = new HashMap<>();

	/**
	 * Adds a listener, if it sends; nothing where it is refused.
	 * @throws InvalidListenerException if another one sends to the same buffer, or its
	 * samples would come back to it
	 */
	void add(ListenerEndpoint endpoint) {
		Target target = endpoint.target();
		if (target == null) {
			return;
		}
		ListenerEndpoint sender = this.senders.get(target.buffer().segment());
		if (sender != null) {
			throw new InvalidListenerException(
					"Two listeners send to buffer '" + target.buffer().name() + "': " + sender.describe() + " and "
							+ endpoint.describe() + ".",
					"Let one of them send, or declare another buffer for the other: the samples of both would be mixed"
							+ " in no certain order.");
		}
		List<ListenerEndpoint> way = wayTo(endpoint);
		if (way.getFirst().buffer().segment().equals(target.buffer().segment())) {
			throw new InvalidListenerException(
					"Listeners send in a circle, for ever: "
							+ way.stream().map(ListenerRoutes::describe).collect(Collectors.joining(", ")) + ".",
					"Let one of them send to another buffer.");
		}
		this.senders.put(target.buffer().segment(), endpoint);
	}

	/** Forgets a listener. */
	void remove(ListenerEndpoint endpoint) {
		this.senders.values().remove(endpoint);
	}

	/** The listeners by which samples come to one, in their order, and that one. */
	private List<ListenerEndpoint> wayTo(ListenerEndpoint endpoint) {
		List<ListenerEndpoint> way = new ArrayList<>();
		ListenerEndpoint next = endpoint;
		while (next != null) {
			way.addFirst(next);
			next = this.senders.get(next.buffer().segment());
		}
		return way;
	}

	private static String describe(ListenerEndpoint endpoint) {
		@Nullable Target target = endpoint.target();
		return endpoint.describe() + " from '" + endpoint.buffer().name() + "'"
				+ ((target != null) ? " to '" + target.buffer().name() + "'" : "");
	}

}
