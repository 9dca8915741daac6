// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Sample;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

/**
 * Waits in tests for listeners and samples, until what is waited for is there, and fails
 * with an {@link AssertionError} that says what is missing:
 * {@snippet :
 * TestBuffers.awaitRunning(registry, Duration.ofSeconds(10));
 * quotes.write(new Quote("ABC", 12.5));
 * TestBuffers.awaitDelivered(registry, "quoteListener.onQuote", Duration.ofSeconds(10));
 * assertThat(quoteListener.lastPrice()).isEqualTo(12.5);
 * }
 * A thread that is interrupted while it waits fails likewise, and stays interrupted. Safe
 * for use by many threads.
 */
public final class TestBuffers {

	private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

	private TestBuffers() {
	}

	/**
	 * Waits until every listener that starts with the application runs, that is, is
	 * attached to its segment.
	 * @param registry the application's listeners
	 * @param timeout how long to wait at most
	 * @throws AssertionError if one does not run then; the message names each of those,
	 * with its state and what it waits for
	 */
	public static void awaitRunning(GlobalBufferListenerRegistry registry, Duration timeout) {
		awaitRunning(() -> registry.all().stream().filter(ListenerContainer::isAutoStartup).toList(), timeout);
	}

	/**
	 * Waits until listeners run, that is, are attached to their segments.
	 * @param registry the application's listeners
	 * @param timeout how long to wait at most
	 * @param ids the listeners' ids
	 * @throws AssertionError if one does not run then; the message names each of those,
	 * with its state and what it waits for
	 * @throws IllegalArgumentException if there is no listener of one of the ids
	 */
	public static void awaitRunning(GlobalBufferListenerRegistry registry, Duration timeout, String... ids) {
		List<ListenerContainer> listeners = Arrays.stream(ids).map((id) -> listener(registry, id)).toList();
		awaitRunning(() -> listeners, timeout);
	}

	/**
	 * Waits until a listener has dealt with every sample that is written: its method has
	 * returned, or the sample was filtered or lost. What is written meanwhile is waited
	 * for, too.
	 * @param registry the application's listeners
	 * @param id the listener's id
	 * @param timeout how long to wait at most
	 * @throws AssertionError if it has not done so then; the message tells its state and
	 * figures
	 * @throws IllegalArgumentException if there is no listener of that id
	 */
	public static void awaitDelivered(GlobalBufferListenerRegistry registry, String id, Duration timeout) {
		ListenerContainer listener = listener(registry, id);
		await(listener::isCaughtUp, timeout,
				() -> "Listener '" + id + "' has not received all samples of buffer '" + listener.buffer() + "' within "
						+ timeout + ": it is " + why(listener) + ", " + listener.statistics());
	}

	/**
	 * Takes the next samples of a reader, waiting for those that are not written yet.
	 * @param <T> the type of the samples' values
	 * @param reader the reader, whose cursor moves
	 * @param count how many samples
	 * @param timeout how long to wait at most, for all of them
	 * @return the samples, in their order
	 * @throws AssertionError if fewer came; the message tells how many
	 */
	public static <T> List<Sample<T>> drain(BufferReader<T> reader, int count, Duration timeout) {
		List<Sample<T>> samples = new ArrayList<>(count);
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (samples.size() < count) {
				Sample<T> sample = reader.next(Duration.ofNanos(deadline - System.nanoTime()))
					.orElseThrow(() -> new AssertionError("Only " + samples.size() + " of " + count
							+ " samples of buffer '" + reader.name() + "' came within " + timeout + ", "
							+ reader.overruns() + " were lost; " + source(reader)));
				samples.add(sample);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted after " + samples.size() + " of " + count + " samples of buffer '"
					+ reader.name() + "'", ex);
		}
		return List.copyOf(samples);
	}

	private static String source(BufferReader<?> reader) {
		return reader.layout().isPresent() ? "its writer is " + reader.stats().writer().state() + " and has written "
				+ (reader.stats().sequence().orElse(-1) + 1) : "there is no segment " + reader.path();
	}

	private static void awaitRunning(Supplier<Collection<ListenerContainer>> listeners, Duration timeout) {
		await(() -> listeners.get().stream().allMatch(TestBuffers::isRunning), timeout,
				() -> "Not all listeners run after " + timeout + ": "
						+ listeners.get()
							.stream()
							.filter((listener) -> !isRunning(listener))
							.map((listener) -> "'" + listener.id() + "' is " + why(listener))
							.collect(Collectors.joining("; ")));
	}

	private static boolean isRunning(ListenerContainer listener) {
		return listener.state() == ListenerState.RUNNING;
	}

	/** The state, and what a listener that waits is waiting for. */
	private static String why(ListenerContainer listener) {
		String state = listener.state().label();
		String error = listener.statistics()
			.lastError()
			.map((last) -> " (last error: " + last.describe() + ")")
			.orElse("");
		if (listener.state() != ListenerState.WAITING) {
			return state + error;
		}
		String segment = listener.path().map(Object::toString).orElse("of buffer '" + listener.buffer() + "'");
		return state + (listener.isSourceRefused() ? ": segment " + segment + " cannot be read" + error
				: ": there is no segment " + segment);
	}

	private static ListenerContainer listener(GlobalBufferListenerRegistry registry, String id) {
		return registry.find(id)
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no listener '" + id + "'. There are: " + String.join(", ", registry.ids())));
	}

	private static void await(BooleanSupplier condition, Duration timeout, Supplier<String> failure) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.getAsBoolean()) {
			if (Thread.currentThread().isInterrupted()) {
				throw new AssertionError("Interrupted. " + failure.get());
			}
			if (System.nanoTime() - deadline >= 0) {
				throw new AssertionError(failure.get());
			}
			LockSupport.parkNanos(LOOK_AGAIN.toNanos());
		}
	}

}
