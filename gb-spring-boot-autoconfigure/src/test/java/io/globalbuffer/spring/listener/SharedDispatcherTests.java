// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Where the thread of a listener, those that make calls and those that stop it meet.
 */
class SharedDispatcherTests {

	private static final int ROUNDS = 60_000;

	private static final int STOPS = 2000;

	/** A call that is so short ends while it is interrupted. */
	private static final int LOOKS = 20;

	private static final int LIMIT_SECONDS = 60;

	private final CallThreads threads = new CallThreads(1);

	private final List<SharedDispatcher> opened = new ArrayList<>();

	@AfterEach
	void close() {
		this.opened.forEach(SharedDispatcher::close);
	}

	@Test
	void anInterruptReachesTheCallItWasMeantForAndNoOther() throws Throwable {
		SharedDispatcher interrupted = open("interrupted", new ListenerControl());
		SharedDispatcher other = open("other", new ListenerControl());
		AtomicLong reached = new AtomicLong();
		AtomicLong strays = new AtomicLong();
		AtomicBoolean over = new AtomicBoolean();
		Thread bystander = Thread.ofVirtual().start(() -> {
			while (!over.get()) {
				dispatch(other, () -> countInterrupt(strays));
			}
		});
		// all the time: so it is often held up just where it has found the call
		Thread interrupter = Thread.ofPlatform().start(() -> {
			while (!over.get()) {
				interrupted.interruptCall();
			}
		});
		for (int round = 0; round < ROUNDS || reached.get() == 0; round++) {
			interrupted.dispatch(() -> countInterrupt(reached));
		}
		over.set(true);
		interrupter.join();
		bystander.join();
		assertThat(strays).hasValue(0);
		assertThat(interrupted.interruptCall()).as("no call is left").isFalse();
	}

	private static boolean countInterrupt(AtomicLong interrupts) {
		for (int look = 0; look < LOOKS; look++) {
			if (Thread.currentThread().isInterrupted()) {
				interrupts.incrementAndGet();
				return true;
			}
			Thread.onSpinWait();
		}
		return false;
	}

	@Test
	void anInterruptEndsACallThatSleeps() throws Throwable {
		SharedDispatcher dispatcher = open("sleeping", new ListenerControl());
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> thrown.complete(failureOf(dispatcher, () -> {
			begun.countDown();
			new CountDownLatch(1).await();
			return true;
		})));
		begun.await();
		assertThat(dispatcher.interruptCall()).isTrue();
		assertThat(thrown.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		assertThat(dispatcher.dispatch(() -> !Thread.currentThread().isInterrupted())).isTrue();
	}

	@Test
	void aFlagThatACallLeavesBehindIsNotTheNextOnes() throws Throwable {
		SharedDispatcher dispatcher = open("leaving", new ListenerControl());
		dispatcher.dispatch(() -> {
			Thread.currentThread().interrupt();
			return true;
		});
		assertThat(open("next", new ListenerControl()).dispatch(() -> !Thread.currentThread().isInterrupted()))
			.isTrue();
	}

	@Test
	void aCallThatWaitsForAThreadWhenItsListenerIsStoppedIsNeverBegun() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		SharedDispatcher busy = open("busy", new ListenerControl());
		Thread holding = Thread.ofVirtual().start(() -> dispatch(busy, () -> {
			held.countDown();
			release.await();
			return true;
		}));
		held.await();
		ListenerControl control = new ListenerControl();
		SharedDispatcher stopped = open("stopped", control);
		AtomicBoolean begun = new AtomicBoolean();
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> done.complete(dispatch(stopped, () -> {
			begun.set(true);
			return true;
		})));
		await().until(() -> this.threads.statistics().waiting() == 1);
		control.stop();
		stopped.signalStop();
		assertThat(done.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isFalse();
		release.countDown();
		holding.join();
		assertThat(dispatch(open("last", new ListenerControl()), () -> true)).as("the thread goes on").isTrue();
		assertThat(begun).isFalse();
	}

	@Test
	void aCallIsMadeOrNeverBegunWheneverTheStopComes() throws Throwable {
		SharedDispatcher staying = open("staying", new ListenerControl());
		for (int round = 0; round < STOPS; round++) {
			ListenerControl control = new ListenerControl();
			SharedDispatcher stopped = new SharedDispatcher("stopped", control, this.threads);
			stopped.open();
			AtomicBoolean begun = new AtomicBoolean();
			Thread stopping = Thread.ofVirtual().start(() -> {
				control.stop();
				stopped.signalStop();
			});
			boolean done = stopped.dispatch(() -> begun.compareAndSet(false, true));
			stopping.join();
			stopped.close();
			// behind whatever of it the threads may still have
			assertThat(staying.dispatch(() -> true)).isTrue();
			assertThat(begun.get()).isEqualTo(done);
		}
	}

	@Test
	void whatACallThrowsComesToTheListenersThread() throws Throwable {
		SharedDispatcher dispatcher = open("failing", new ListenerControl());
		for (Throwable thrown : List.of(new AssertionError("error"), new Exception("checked"))) {
			assertThatThrownBy(() -> dispatcher.dispatch(() -> {
				throw thrown;
			})).isSameAs(thrown);
		}
		assertThat(dispatcher.dispatch(() -> true)).as("the next call").isTrue();
	}

	@Test
	void duringACallTheThreadHasTheNameAndTheClassLoaderOfTheListener() throws Throwable {
		Thread starting = Thread.currentThread();
		ClassLoader before = starting.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
			starting.setContextClassLoader(loader);
			SharedDispatcher named = open("imu.show", new ListenerControl());
			starting.setContextClassLoader(before);
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			boolean asListener = named.dispatch(() -> {
				Thread calling = Thread.currentThread();
				thread.complete(calling);
				return !calling.isVirtual() && calling.isDaemon() && calling.getName().equals("globalbuffer-imu.show")
						&& loader.equals(calling.getContextClassLoader());
			});
			assertThat(asListener).isTrue();
			assertThat(thread.join().getName()).isEqualTo("globalbuffer-shared-1");
			assertThat(thread.join().getContextClassLoader()).isNotSameAs(loader);
		}
		finally {
			starting.setContextClassLoader(before);
		}
	}

	@Test
	void theThreadsEndWithTheLastListenerThatMayBeCalled() throws Throwable {
		ListenerControl control = new ListenerControl();
		SharedDispatcher ending = open("ending", new ListenerControl());
		SharedDispatcher stopping = open("stopping", control);
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		ending.dispatch(() -> thread.complete(Thread.currentThread()));
		ending.close();
		assertThat(this.threads.statistics().threads()).isOne();
		control.stop();
		stopping.signalStop();
		assertThat(this.threads.statistics().threads()).isZero();
		assertThat(thread.join().join(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
		assertThat(dispatch(open("later", new ListenerControl()), () -> true)).as("there are new ones").isTrue();
	}

	private SharedDispatcher open(String id, ListenerControl control) {
		SharedDispatcher dispatcher = new SharedDispatcher(id, control, this.threads);
		dispatcher.open();
		this.opened.add(dispatcher);
		return dispatcher;
	}

	private static boolean dispatch(Dispatcher dispatcher, Dispatcher.Call call) {
		try {
			return dispatcher.dispatch(call);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private static Throwable failureOf(Dispatcher dispatcher, Dispatcher.Call call) {
		try {
			dispatcher.dispatch(call);
			return new AssertionError("It has not failed");
		}
		catch (Throwable ex) {
			return ex;
		}
	}

}
