// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ProcessResources;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.activity.GlobalBufferActivityAutoConfiguration;
import io.globalbuffer.spring.listener.DispatchStatistics;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistrar;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerRegistration;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.SampleListener;

import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Listeners that share the threads that call them.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedDispatchTests {

	private static final int LIMIT_SECONDS = 60;

	private static final String LOGGER = "io.globalbuffer.spring.boot.activity";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferActivityAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.listener.dispatch=shared", "globalbuffer.listener.shared-threads=2");
	}

	@AfterEach
	void quiet() {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(null);
	}

	@Test
	void manyListenersHaveNoMoreThreadsThanAreSet() {
		this.runner.run((context) -> {
			AtomicInteger received = new AtomicInteger();
			for (int number = 0; number < 50; number++) {
				register(context, "listener-" + number, (sample) -> received.incrementAndGet());
			}
			write(context);
			await().until(() -> received.get() == 50);
			assertThat(threads("globalbuffer-keep-alive")).singleElement().returns(false, Thread::isDaemon);
			await().untilAsserted(
					() -> assertThat(ProcessResources.bufferThreads()).noneMatch((name) -> name.contains("listener-"))
						.filteredOn((name) -> name.contains("shared"))
						.containsExactly("globalbuffer-shared-1", "globalbuffer-shared-2"));
		});
		await().untilAsserted(
				() -> assertThat(ProcessResources.bufferThreads()).noneMatch((name) -> name.contains("shared")));
	}

	@Test
	void aThreadDumpNamesTheListenersThatWait() {
		this.runner.run((context) -> {
			register(context, "waiting", (sample) -> {
			});
			Path dump = this.directory.resolve("dump.txt");
			ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
				.dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
			assertThat(dump).content().containsPattern("\"globalbuffer-waiting\" virtual");
		});
	}

	@Test
	void aCallSeesWhatThoseBeforeItHaveDoneAndIsNeverMadeTwiceAtOnce() {
		this.runner.run((context) -> {
			Plain plain = new Plain();
			ListenerContainer listener = register(context, "plain", plain);
			Plain other = new Plain();
			ListenerContainer another = register(context, "another", other);
			for (int number = 0; number < 20_000; number++) {
				writer(context.getBean("imu")).write(new double[] { number, 0 });
			}
			await().until(() -> listener.isCaughtUp() && another.isCaughtUp());
			assertThat(plain.overlaps + plain.disordered + other.overlaps + other.disordered).isZero();
			assertThat(plain.received).isEqualTo(listener.statistics().delivered());
			assertThat(other.received).isEqualTo(another.statistics().delivered());
			assertThat(listener.statistics().delivered() + listener.statistics().overruns()).isEqualTo(20_000);
		});
	}

	@Test
	void fewerBlockedCallsThanThreadsHoldUpNoListener() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.run((context) -> {
			ListenerContainer blocked = register(context, "blocked", (sample) -> release.await());
			write(context);
			await().until(() -> blocked.statistics().inCallFor().isPresent());
			CountDownLatch received = new CountDownLatch(10);
			register(context, "free", (sample) -> received.countDown());
			IntStream.range(0, 10).forEach((_) -> write(context));
			assertThat(received.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
			await().untilAsserted(() -> assertThat(statistics(context).calls()).containsOnlyKeys("blocked"));
			assertThat(threads("globalbuffer-blocked")).as("found by its name").hasSize(1);
			release.countDown();
		});
	}

	@Test
	void neitherBackOffNorPauseNorIntervalHoldsAThread() {
		GlobalBufferErrorHandler patient = GlobalBufferErrorHandler
			.retrying(RetryPolicy.builder().delay(Duration.ofHours(1)).maxRetries(1).build());
		this.runner.withPropertyValues("globalbuffer.listener.shared-threads=1")
			.withPropertyValues(TestApplication.arrayReader("absent"))
			.withBean("patient", GlobalBufferErrorHandler.class, () -> patient)
			.run((context) -> {
				GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
				ListenerContainer failing = registrar.register(of("failing", "imu", (sample) -> {
					throw new IllegalStateException("as it was told to");
				}).errorHandler("patient"));
				ListenerContainer seldom = registrar.register(of("seldom", "imu", (sample) -> {
				}).mode(ReadMode.LATEST).minInterval(Duration.ofHours(1)));
				ListenerContainer paused = register(context, "paused", (sample) -> {
				});
				registrar.register(of("waiting", "absent", (sample) -> {
				}));
				paused.pause();
				write(context);
				await().until(() -> failing.statistics().errors() == 1 && seldom.statistics().delivered() == 1);
				write(context);
				CountDownLatch received = new CountDownLatch(10);
				register(context, "free", (sample) -> received.countDown());
				IntStream.range(0, 10).forEach((_) -> write(context));
				assertThat(received.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				await().untilAsserted(() -> assertThat(statistics(context))
					.isEqualTo(new DispatchStatistics(1, Map.of(), 0, Duration.ZERO)));
				assertThat(paused.state()).isEqualTo(ListenerState.PAUSED);
				long before = System.nanoTime();
				context.getSourceApplicationContext().close();
				assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
				assertThat(failing.statistics().givenUp()).isZero();
			});
	}

	@Test
	void callsThatWaitForAThreadAreReportedOnceWithThoseThatHoldThem(CapturedOutput output) {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(Level.INFO);
		Semaphore release = new Semaphore(0);
		this.runner.run((context) -> {
			for (String id : List.of("first", "second")) {
				register(context, id, (sample) -> release.acquire());
			}
			write(context);
			await().until(() -> statistics(context).calls().size() == 2);
			ListenerContainer third = register(context, "third", (sample) -> {
			});
			ListenerContainer fourth = register(context, "fourth", (sample) -> {
			});
			write(context);
			String warning = "Calls of listeners wait for more than 1 s, since all threads of dispatch 'shared' are busy,"
					+ " 2 of them: with '";
			await().untilAsserted(() -> assertThat(output).contains(warning)
				.containsPattern("'first' for [1-9]\\d{3,} ms")
				.containsPattern("'second' for [1-9]\\d{3,} ms")
				.contains("Raise globalbuffer.listener.shared-threads"));
			assertThat(statistics(context).waiting()).isEqualTo(2);
			assertThat(third.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(third.statistics().inCallFor()).as("it waits, and is in no call").isEmpty();
			assertThat(third.isCaughtUp()).isFalse();
			release.release(1000);
			await().until(() -> third.isCaughtUp() && fourth.isCaughtUp());
			await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
				.untilAsserted(() -> assertThat(output)
					.contains("Calls of listeners wait no longer for the threads of dispatch 'shared'"));
			assertThat(output).containsOnlyOnce(warning);
		});
	}

	@Test
	void atTheShutdownTimeoutOnlyTheCallsOfThoseThatStopAreInterrupted() {
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		this.runner.withPropertyValues("globalbuffer.listener.shutdown-timeout=10ms").run((context) -> {
			ListenerContainer stopped = register(context, "stopped", (sample) -> new CountDownLatch(1).await());
			ListenerContainer staying = register(context, "staying", (sample) -> {
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					interrupted.set(true);
				}
			});
			write(context);
			await().until(() -> statistics(context).calls().size() == 2);
			stopped.stop();
			assertThat(stopped.state()).isEqualTo(ListenerState.STOPPED);
			assertThat(statistics(context).calls()).containsOnlyKeys("staying");
			release.countDown();
			await().until(staying::isCaughtUp);
			assertThat(interrupted).isFalse();
		});
	}

	@Test
	void aListenerWhoseCallWaitsForAThreadStopsAtOnceAndGoesOnThere() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("globalbuffer.listener.shared-threads=1").run((context) -> {
			register(context, "blocked", (sample) -> release.await());
			write(context);
			await().until(() -> statistics(context).calls().size() == 1);
			List<Double> received = new CopyOnWriteArrayList<>();
			ListenerContainer waiting = register(context, "waiting", (sample) -> received.add(sample.value()[0]));
			writer(context.getBean("imu")).write(new double[] { 7, 0 });
			await().until(() -> statistics(context).waiting() == 1);
			waiting.pause();
			assertThat(waiting.state()).as("no call runs").isEqualTo(ListenerState.PAUSED);
			waiting.stop();
			assertThat(waiting.state()).isEqualTo(ListenerState.STOPPED);
			assertThat(statistics(context).waiting()).isZero();
			release.countDown();
			waiting.start();
			await().untilAsserted(() -> assertThat(received).containsExactly(7.0));
			assertThat(waiting.statistics().delivered()).isOne();
		});
	}

	@Test
	void anErrorEndsItsListenerAndNoThread() {
		this.runner.withPropertyValues("globalbuffer.listener.shared-threads=1").run((context) -> {
			ListenerContainer broken = register(context, "broken", (sample) -> {
				throw new AssertionError("as it was told to");
			});
			write(context);
			await().until(() -> broken.state() == ListenerState.FAILED);
			CountDownLatch received = new CountDownLatch(1);
			register(context, "whole", (sample) -> received.countDown());
			write(context);
			assertThat(received.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void aListenerMayCloseItsContext() {
		this.runner.run((context) -> {
			AtomicBoolean interrupted = new AtomicBoolean();
			CountDownLatch closed = new CountDownLatch(1);
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			register(context, "closing", (sample) -> {
				source.close();
				interrupted.set(Thread.currentThread().isInterrupted());
				closed.countDown();
			});
			write(context);
			assertThat(closed.await(5, TimeUnit.SECONDS)).as("it does not wait for itself").isTrue();
			assertThat(interrupted).isFalse();
		});
		await().untilAsserted(() -> assertThat(threads("globalbuffer-shared-1")).isEmpty());
	}

	@Test
	void aMethodThatDoesNotReturnKeepsItsOwnThreadOnly(CapturedOutput output) {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("globalbuffer.listener.shutdown-timeout=10ms").run((context) -> {
			register(context, "stubborn", (sample) -> {
				while (release.getCount() > 0) {
					Thread.onSpinWait();
				}
			});
			write(context);
			await().until(() -> statistics(context).calls().size() == 1);
			context.getSourceApplicationContext().close();
			assertThat(output).containsOnlyOnce("Listener thread 'globalbuffer-stubborn' has not ended within 10 ms");
			assertThat(threads("globalbuffer-stubborn")).singleElement()
				.satisfies((thread) -> assertThat(thread.getStackTrace()).isNotEmpty());
			await().untilAsserted(
					() -> assertThat(ProcessResources.bufferThreads()).noneMatch((name) -> name.contains("shared")));
			release.countDown();
			await().untilAsserted(() -> assertThat(threads("globalbuffer-stubborn")).isEmpty());
		});
	}

	@Test
	void aContextThatIsPausedAndResumedHasThemCalledAgain() {
		this.runner.run((context) -> {
			AtomicInteger received = new AtomicInteger();
			register(context, "counting", (sample) -> received.incrementAndGet());
			for (int round = 1; round <= 3; round++) {
				int expected = round;
				write(context);
				await().until(() -> received.get() == expected);
				context.getSourceApplicationContext().stop();
				await().untilAsserted(() -> assertThat(threads("globalbuffer-shared-1")).isEmpty());
				context.getSourceApplicationContext().start();
			}
		});
	}

	@Test
	void listenersOfAChildContextShareTheThreadsOfTheParent() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.run((parent) -> {
			register(parent, "of-parent", (sample) -> release.await());
			TestApplication.in(this.directory).withParent(parent).run((child) -> {
				register(child, "of-child", (sample) -> release.await());
				register(child, "third", (sample) -> release.await());
				write(parent);
				await().until(() -> statistics(parent).calls().size() == 2 && statistics(parent).waiting() == 1);
				assertThat(statistics(child).threads()).isEqualTo(2);
				release.countDown();
			});
			assertThat(parent.getBean(GlobalBufferListenerRegistry.class).ids()).containsExactly("of-parent");
			assertThat(threads("globalbuffer-shared-1")).as("the parent's listener has it").hasSize(1);
		});
	}

	@Test
	void theNearestWordHolds() {
		this.runner.withBean("several", Several.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			assertThat(registry.find("several.byDefault").orElseThrow().dispatch()).isEqualTo(DispatchMode.SHARED);
			assertThat(registry.find("several.byItself").orElseThrow().dispatch()).isEqualTo(DispatchMode.THREAD);
			assertThat(threads("globalbuffer-several.byItself")).hasSize(1);
			assertThat(threads("globalbuffer-several.byDefault")).isEmpty();
			ListenerContainer registered = context.getBean(GlobalBufferListenerRegistrar.class)
				.register(of("registered", "imu", (sample) -> {
				}).dispatch(DispatchMode.THREAD));
			assertThat(registered.dispatch()).isEqualTo(DispatchMode.THREAD);
		});
	}

	@Test
	void asManyThreadsAsTwiceTheProcessorsAndAtLeastFour() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.listener.dispatch=shared")
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> assertThat(statistics(context).threads())
				.isEqualTo(Math.max(4, 2 * Runtime.getRuntime().availableProcessors())));
	}

	@Test
	void aListenerThatSpinsNeedsAThreadOfItsOwn() {
		this.runner.withPropertyValues("globalbuffer.listener.wait-strategy=spin").run((context) -> {
			assertThatThrownBy(() -> register(context, "spinning", (sample) -> {
			})).hasMessageContaining("shares threads with others, but waits by looking without a pause")
				.hasMessageContaining("dispatch = \"thread\"");
		});
	}

	@Test
	void whatCannotBeIsRefused(CapturedOutput output) {
		FailedStart.of(this.directory, FailedStart.Empty.class,
				new String[] { "globalbuffer.listener.shared-threads=0" });
		assertThat(output).contains("Property globalbuffer.listener.shared-threads cannot be '0'")
			.contains("Must be at least 1.");
		FailedStart.of(this.directory, Unknown.class, TestApplication.arrayReader("imu"));
		assertThat(output).contains("has dispatch = \"pool\"").contains("Use one of: thread, shared.");
	}

	private static void write(ApplicationContext context) {
		writer(context.getBean("imu")).write(new double[2]);
	}

	private static DispatchStatistics statistics(ApplicationContext context) {
		return context.getBean(GlobalBufferListenerRegistry.class).dispatchStatistics();
	}

	private static ListenerContainer register(ApplicationContext context, String id,
			SampleListener<double[]> listener) {
		return context.getBean(GlobalBufferListenerRegistrar.class).register(of(id, "imu", listener));
	}

	private static ListenerRegistration of(String id, String buffer, SampleListener<double[]> listener) {
		return ListenerRegistration.of(id, buffer, double[].class, listener);
	}

	/** Counts without any care for threads. */
	private static final class Plain implements SampleListener<double[]> {

		private long received;

		private double last = -1;

		private boolean inside;

		private long overlaps;

		private long disordered;

		@Override
		public void receive(Sample<double[]> sample) {
			this.overlaps += this.inside ? 1 : 0;
			this.inside = true;
			this.received++;
			this.disordered += (sample.value()[0] == this.last + 1 + sample.missed()) ? 0 : 1;
			this.last = sample.value()[0];
			this.inside = false;
		}

	}

	static class Several {

		@GlobalBufferListener("imu")
		void byDefault(double[] sample) {
		}

		@GlobalBufferListener(value = "imu", dispatch = "thread")
		void byItself(double[] sample) {
		}

	}

	static class Unknown {

		@GlobalBufferListener(value = "imu", dispatch = "pool")
		void receive(double[] sample) {
		}

	}

}
