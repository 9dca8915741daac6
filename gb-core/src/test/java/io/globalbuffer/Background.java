// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.globalbuffer.internal.os.Futex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Something that runs in a thread of its own.
 *
 * @param <T> the type of its result
 */
final class Background<T> {

	private static final long TIMEOUT_SECONDS = 20;

	private final FutureTask<T> task;

	private final Thread thread;

	private Background(Thread.Builder thread, Callable<T> action) {
		this.task = new FutureTask<>(action);
		this.thread = thread.unstarted(this.task);
	}

	static <T> Background<T> run(Callable<T> action) {
		return run("background", action);
	}

	static <T> Background<T> run(String name, Callable<T> action) {
		return run(Thread.ofPlatform().daemon().name(name), action);
	}

	static <T> Background<T> run(Thread.Builder thread, Callable<T> action) {
		Background<T> background = new Background<>(thread, action);
		background.thread.start();
		return background;
	}

	/** Waits until it waits for something. */
	Background<T> awaitWaiting() {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(this::isWaiting);
		return this;
	}

	/** Whether it waits for something. */
	boolean isWaiting() {
		return this.thread.getState() == Thread.State.TIMED_WAITING || this.thread.getState() == Thread.State.WAITING
				|| isAsleepInTheKernel();
	}

	/** For the JVM it runs then. */
	private boolean isAsleepInTheKernel() {
		return Stream.of(this.thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(Futex.class.getName()));
	}

	void interrupt() {
		this.thread.interrupt();
	}

	T result() throws InterruptedException, ExecutionException, TimeoutException {
		return this.task.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
	}

	/** What it failed with. */
	Throwable failure() throws InterruptedException, TimeoutException {
		try {
			T result = this.task.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			throw new AssertionError("Expected a failure, not " + result);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			assertThat(cause).isNotNull();
			return (cause != null) ? cause : ex;
		}
	}

}
