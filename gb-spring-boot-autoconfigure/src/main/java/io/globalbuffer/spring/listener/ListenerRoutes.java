// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.globalbuffer.spring.listener.ListenerEndpoint.Target;

/**
 * From which buffers to which ones listeners send: a buffer receives from one listener
 * what the method returns, from any what they give up, and no sample comes back to where
 * it came from. Not safe for use by several threads.
 */
final class ListenerRoutes {

	private final List<Route> routes = new ArrayList<>();

	/**
	 * Adds a listener, if it sends; nothing where it is refused.
	 * @throws InvalidListenerException if another one sends to the same buffer, or its
	 * samples would come back to it
	 */
	void add(ListenerEndpoint endpoint) {
		List<Route> added = new ArrayList<>();
		if (endpoint.target() != null) {
			added.add(new Route(endpoint, endpoint.target(), false));
		}
		if (endpoint.failedTo() != null) {
			added.add(new Route(endpoint, endpoint.failedTo(), true));
		}
		added.forEach(this::requireOnlySender);
		added.forEach(this::requireNoCircle);
		this.routes.addAll(added);
	}

	private void requireOnlySender(Route route) {
		this.routes.stream().filter(route::isMixedWith).findFirst().ifPresent((other) -> {
			throw new InvalidListenerException(
					"Two listeners send to buffer '" + route.target.buffer().name() + "': " + other.endpoint.describe()
							+ " and " + route.endpoint.describe() + ".",
					"Let one of them send, or declare another buffer for the other: the samples of both would be mixed"
							+ " in no certain order.");
		});
	}

	private void requireNoCircle(Route route) {
		way(route.to(), route.from()).ifPresent((way) -> {
			throw new InvalidListenerException(
					"Listeners send in a circle, for ever: " + Stream.concat(way.stream(), Stream.of(route))
						.map(Route::describe)
						.collect(Collectors.joining(", ")) + ".",
					"Let one of them send to another buffer.");
		});
	}

	/** The routes by which samples come from one segment to another, if they do. */
	private Optional<List<Route>> way(String from, String to) {
		if (from.equals(to)) {
			return Optional.of(List.of());
		}
		return this.routes.stream()
			.filter((route) -> route.from().equals(from))
			.flatMap((route) -> way(route.to(), to).stream()
				.map((rest) -> Stream.concat(Stream.of(route), rest.stream()).toList()))
			.findFirst();
	}

	/** Forgets a listener. */
	void remove(ListenerEndpoint endpoint) {
		this.routes.removeIf((route) -> route.endpoint.equals(endpoint));
	}

	/**
	 * One way that samples take.
	 *
	 * @param endpoint the listener
	 * @param target where it sends them
	 * @param failed whether these are the ones it gives up
	 */
	private record Route(ListenerEndpoint endpoint, Target target, boolean failed) {

		String from() {
			return this.endpoint.buffer().segment();
		}

		String to() {
			return this.target.buffer().segment();
		}

		boolean isMixedWith(Route other) {
			return to().equals(other.to()) && !this.failed && !other.failed;
		}

		String describe() {
			return this.endpoint.describe() + " from '" + this.endpoint.buffer().name() + "' to '"
					+ this.target.buffer().name() + "'";
		}

	}

}
