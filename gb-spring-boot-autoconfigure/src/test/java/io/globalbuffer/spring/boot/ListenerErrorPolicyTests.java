// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.GlobalBufferEvent;
import io.globalbuffer.spring.event.ListenerFailedEvent;
import io.globalbuffer.spring.event.ListenerStartedEvent;
import io.globalbuffer.spring.event.ListenerStoppedEvent;
import io.globalbuffer.spring.event.SampleFailedEvent;
import io.globalbuffer.spring.event.StopReason;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ListenerErrorPolicyTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean(Events.class);
	}

	@Test
	void theHandlerOfTheApplicationIsAskedWithTheSampleThatFailed() {
		this.runner.withBean("failing", Failing.class).withBean(Asked.class).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { 7, 0 });
			List<String> asked = context.getBean(Asked.class).about;
			await().untilAsserted(() -> assertThat(asked)
				.containsExactly("failing.receive of imu: IllegalStateException at 7.0, sequence 0"));
		});
	}

	@Test
	void theHandlerThatTheAnnotationNamesIsAskedInItsPlace() {
		this.runner.withBean("stoppable", Stoppable.class)
			.withBean("stopping", GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping)
			.withBean("asked", Asked.class)
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 7, 0 });
				await().until(() -> container.state() == ListenerState.STOPPED);
				assertThat(container.stopReason()).hasValue(StopReason.ERROR_HANDLER);
				await().untilAsserted(() -> assertThat(threads("globalbuffer-stoppable.receive")).isEmpty());
				assertThat(context.getBean(Asked.class).about).isEmpty();
				await().untilAsserted(() -> assertThat(context.getBean(Events.class).of(ListenerStoppedEvent.class))
					.extracting(ListenerStoppedEvent::reason)
					.containsExactly(StopReason.ERROR_HANDLER));
				container.start();
				await().untilAsserted(() -> assertThat(context.getBean(Events.class).of(ListenerStoppedEvent.class))
					.extracting(ListenerStoppedEvent::reason)
					.containsExactly(StopReason.ERROR_HANDLER, StopReason.ERROR_HANDLER));
			});
	}

	@Test
	void aFailedCallIsRepeatedUntilItSucceeds() {
		this.runner.withBean(Recovering.class, () -> new Recovering(2))
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(fastRetry(3)))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				writer(context.getBean("imu")).write(new double[] { 2, 0 });
				Recovering recovering = context.getBean(Recovering.class);
				await().untilAsserted(() -> assertThat(recovering.calls).containsExactly(1.0, 1.0, 1.0, 2.0));
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				await().until(() -> container.statistics().delivered() == 2);
				assertThat(container.statistics().errors()).isEqualTo(2);
			});
	}

	@Test
	void aSampleIsSkippedWhenRetriesAreExhausted() {
		this.runner.withBean(Recovering.class, () -> new Recovering(4))
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(fastRetry(3)))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				writer(context.getBean("imu")).write(new double[] { 2, 0 });
				Recovering recovering = context.getBean(Recovering.class);
				await().untilAsserted(() -> assertThat(recovering.calls).containsExactly(1.0, 1.0, 1.0, 1.0, 2.0));
			});
	}

	@Test
	void aRecovererReceivesWhatIsSkippedWhenRetriesAreExhausted() {
		List<Long> recovered = new CopyOnWriteArrayList<>();
		this.runner.withBean(Recovering.class, () -> new Recovering(2))
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(fastRetry(1),
					(error, samples, listener) -> samples.forEach((sample) -> recovered.add(sample.sequence()))))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				writer(context.getBean("imu")).write(new double[] { 2, 2 });
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				await().until(container::isCaughtUp);
				assertThat(recovered).containsExactly(0L);
				assertThat(container.statistics().givenUp()).isOne();
			});
	}

	@Test
	void aRecovererThatFailsIsNotCalledAgain(CapturedOutput output) {
		AtomicInteger calls = new AtomicInteger();
		this.runner.withBean(Recovering.class, () -> new Recovering(2))
			.withBean(GlobalBufferErrorHandler.class,
					() -> GlobalBufferErrorHandler.retrying(fastRetry(1), (error, samples, listener) -> {
						calls.incrementAndGet();
						throw new IllegalStateException("nowhere to keep it");
					}))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				writer(context.getBean("imu")).write(new double[] { 2, 2 });
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				await().until(container::isCaughtUp);
				assertThat(calls).hasValue(1);
				assertThat(container.statistics().givenUp()).isOne();
				assertThat(output).contains("nowhere to keep it");
			});
	}

	@Test
	void theListenerCanStopWhenRetriesAreExhausted() {
		this.runner.withBean(Failing.class)
			.withBean(GlobalBufferErrorHandler.class,
					() -> GlobalBufferErrorHandler.retrying(fastRetry(1), ErrorAction.STOP))
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				await().until(() -> container.state() == ListenerState.STOPPED);
				assertThat(container.statistics().errors()).isEqualTo(2);
			});
	}

	@Test
	void anExceptionThatThePolicyExcludesIsNotRetried() {
		RetryPolicy policy = RetryPolicy.builder()
			.delay(Duration.ofMillis(1))
			.excludes(IllegalStateException.class)
			.build();
		this.runner.withBean(Recovering.class, () -> new Recovering(1))
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(policy))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				writer(context.getBean("imu")).write(new double[] { 2, 0 });
				await()
					.untilAsserted(() -> assertThat(context.getBean(Recovering.class).calls).containsExactly(1.0, 2.0));
			});
	}

	@Test
	void aBackOffEndsWhenTheListenerStops() {
		RetryPolicy slow = RetryPolicy.builder().delay(Duration.ofHours(1)).build();
		this.runner.withBean("failing", Failing.class)
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(slow))
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				await().until(() -> container.statistics().errors() == 1);
				container.stop();
				assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
				assertThat(container.stopReason()).hasValue(StopReason.NORMAL);
			});
	}

	@Test
	void aHandlerThatFailsItselfSkips(CapturedOutput output) {
		this.runner.withBean("recovering", Recovering.class, () -> new Recovering(1))
			.withBean(GlobalBufferErrorHandler.class, () -> (error, samples, listener) -> {
				throw new IllegalArgumentException("on purpose");
			})
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 0 });
				writer(context.getBean("imu")).write(new double[] { 2, 0 });
				await()
					.untilAsserted(() -> assertThat(context.getBean(Recovering.class).calls).containsExactly(1.0, 2.0));
				assertThat(output).contains("Listener 'recovering.receive': the error handler failed itself");
			});
	}

	@Test
	void aSampleThatCannotBeDecodedIsDecidedAboutToo() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=facts"))
			.withBean(Quotes.class)
			.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping)
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				Listeners.<Object>writerOf(context.getBean("facts")).write(Map.of("symbol", "ACME", "price", "high"));
				await().until(() -> container.state() == ListenerState.STOPPED);
				assertThat(container.stopReason()).hasValue(StopReason.ERROR_HANDLER);
			});
	}

	@Test
	void aFailedSampleIsPublishedOnceForManyOfAKind() {
		this.runner.withBean("failing", Failing.class).run((context) -> {
			for (int value = 0; value < 5; value++) {
				writer(context.getBean("imu")).write(new double[] { value, 0 });
			}
			await()
				.until(() -> container(context.getBean(GlobalBufferListenerRegistry.class)).statistics().errors() == 5);
			Events events = context.getBean(Events.class);
			await().untilAsserted(
					() -> assertThat(events.of(SampleFailedEvent.class)).singleElement().satisfies((failed) -> {
						assertThat(failed.listener().id()).isEqualTo("failing.receive");
						assertThat(failed.error()).isInstanceOf(IllegalStateException.class);
						assertThat(failed.samples()).singleElement().extracting(Sample::sequence).isEqualTo(0L);
					}));
		});
	}

	@Test
	void anErrorIsPublishedAndNeverHandled() {
		this.runner.withBean("broken", Broken.class).withBean(Asked.class).run((context) -> {
			Events events = context.getBean(Events.class);
			assertThat(events.of(ListenerStartedEvent.class)).hasSizeLessThanOrEqualTo(1);
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			await().untilAsserted(() -> assertThat(events.of(ListenerStoppedEvent.class)).hasSize(1));
			assertThat(events.received).extracting((event) -> event.getClass().getSimpleName())
				.containsExactly("ListenerStartedEvent", "ListenerFailedEvent", "ListenerStoppedEvent");
			assertThat(events.of(ListenerFailedEvent.class).getFirst().error()).isInstanceOf(StackOverflowError.class);
			assertThat(events.of(ListenerStoppedEvent.class).getFirst().reason()).isEqualTo(StopReason.ERROR);
			assertThat(context.getBean(Asked.class).about).isEmpty();
			assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).stopReason())
				.hasValue(StopReason.ERROR);
		});
	}

	@Test
	void anEventListenerThatBlocksDisturbsNoDelivery() {
		this.runner.withBean(Blocking.class).withBean(Listeners.Arrays.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			blocking.entered.await();
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			await().until(() -> context.getBean(Listeners.Arrays.class).received.size() == 1);
			blocking.release.countDown();
		});
	}

	private static RetryPolicy fastRetry(int times) {
		return RetryPolicy.builder().maxRetries(times).delay(Duration.ofMillis(1)).build();
	}

	static class Events {

		final List<GlobalBufferEvent> received = new CopyOnWriteArrayList<>();

		@EventListener
		void on(GlobalBufferEvent event) {
			this.received.add(event);
		}

		<E extends GlobalBufferEvent> List<E> of(Class<E> type) {
			return this.received.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

	static class Blocking {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@EventListener
		void on(ListenerStartedEvent event) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
		}

	}

	static class Asked implements GlobalBufferErrorHandler {

		final List<String> about = new CopyOnWriteArrayList<>();

		@Override
		public ErrorAction handle(Exception error, List<? extends Sample<?>> samples, ListenerInfo listener) {
			Sample<?> sample = samples.getFirst();
			this.about.add(listener.id() + " of " + listener.buffer() + ": " + error.getClass().getSimpleName() + " at "
					+ ((double[]) sample.value())[0] + ", sequence " + sample.sequence());
			return ErrorAction.SKIP;
		}

	}

	static class Failing {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Stoppable {

		@GlobalBufferListener(value = "imu", errorHandler = "${handler:stopping}")
		void receive(double[] sample) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Broken {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new StackOverflowError("on purpose");
		}

	}

	static class Quotes {

		@GlobalBufferListener("quotes")
		void receive(Quote quote) {
		}

	}

	static class Recovering {

		final List<Double> calls = new CopyOnWriteArrayList<>();

		private final AtomicInteger failures;

		Recovering(int failures) {
			this.failures = new AtomicInteger(failures);
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.calls.add(sample[0]);
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

}
