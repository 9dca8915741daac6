// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.BufferOverrunEvent;
import io.globalbuffer.spring.event.GlobalBufferEvent;
import io.globalbuffer.spring.event.ListenerActiveEvent;
import io.globalbuffer.spring.event.ListenerIdleEvent;
import io.globalbuffer.spring.event.ListenerStartedEvent;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is published of listeners that have nothing to do, or too much.
 */
class ListenerEventsTests {

	private static final Duration IDLE = Duration.ofMillis(300);

	/** The monitor looks several times in it. */
	private static final Duration LONG_ENOUGH = Duration.ofMillis(1500);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferActivityAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("events", Events.class);
	}

	@Test
	void aSilentListenerIsIdleAgainAndAgain() {
		idle().run((context) -> {
			Events events = context.getBean(Events.class);
			await().untilAsserted(() -> assertThat(events.of(ListenerIdleEvent.class)).hasSizeGreaterThanOrEqualTo(3));
			assertThat(events.of(ListenerIdleEvent.class).getFirst()).satisfies((event) -> {
				assertThat(event.listener().id()).isEqualTo("counting.receive");
				assertThat(event.idleFor()).isGreaterThanOrEqualTo(IDLE);
			});
			assertThat(events.of(ListenerIdleEvent.class).get(2).idleFor())
				.isGreaterThanOrEqualTo(IDLE.multipliedBy(3));
			assertThat(events.of(ListenerActiveEvent.class)).isEmpty();
		});
	}

	@Test
	void anIdleListenerIsActiveWithTheNextSample() {
		idle().run((context) -> {
			Events events = context.getBean(Events.class);
			await().untilAsserted(() -> assertThat(events.of(ListenerIdleEvent.class)).isNotEmpty());
			write(context.getBean("imu"), 1);
			await().untilAsserted(() -> assertThat(events.of(ListenerActiveEvent.class)).singleElement()
				.satisfies((event) -> assertThat(event.listener().buffer()).isEqualTo("imu")));
		});
	}

	@Test
	void aListenerWithoutASegmentIsIdleToo() {
		this.runner.withPropertyValues(TestApplication.arrayReader("absent"))
			.withPropertyValues("globalbuffer.listener.idle-event-interval=" + IDLE.toMillis() + "ms")
			.withBean("waiting", Waiting.class)
			.run((context) -> await().untilAsserted(
					() -> assertThat(context.getBean(Events.class).of(ListenerIdleEvent.class)).isNotEmpty()));
	}

	@Test
	void nobodyIsIdleUnlessAskedFor() {
		this.runner.withBean("counting", Counting.class)
			.run((context) -> await().during(LONG_ENOUGH)
				.untilAsserted(() -> assertThat(context.getBean(Events.class).of(ListenerIdleEvent.class)).isEmpty()));
	}

	@Test
	void aListenerThatIsPausedOrStoppedIsNotIdle() {
		idle().run((context) -> {
			ListenerContainer listener = context.getBean(GlobalBufferListenerRegistry.class).all().iterator().next();
			Events events = context.getBean(Events.class);
			listener.pause();
			awaitNoMoreIdle(events);
			listener.stop();
			awaitNoMoreIdle(events);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "thread", "shared" })
	void aListenerThatIsInACallOrWaitsForAThreadIsNotIdle(String dispatch) {
		this.runner.withBean("one", Stuck.class)
			.withBean("other", Stuck.class)
			.withPropertyValues("globalbuffer.listener.dispatch=" + dispatch, "globalbuffer.listener.shared-threads=1")
			.withPropertyValues("globalbuffer.listener.idle-event-interval=" + IDLE.toMillis() + "ms")
			.run((context) -> {
				write(context.getBean("imu"), 1);
				awaitNoMoreIdle(context.getBean(Events.class));
				context.getBeansOfType(Stuck.class).values().forEach((stuck) -> stuck.release.countDown());
			});
	}

	/** What was on its way may still come. */
	private static void awaitNoMoreIdle(Events events) {
		AtomicInteger before = new AtomicInteger();
		await().during(LONG_ENOUGH).until(() -> {
			int now = events.of(ListenerIdleEvent.class).size();
			return before.getAndSet(now) == now;
		});
	}

	@Test
	void lostSamplesAreReportedWithTheirNumber() {
		stuck().run((context) -> {
			Events events = context.getBean(Events.class);
			Stuck stuck = context.getBean(Stuck.class);
			write(context.getBean("imu"), 1);
			assertThat(stuck.entered.await(30, TimeUnit.SECONDS)).isTrue();
			write(context.getBean("imu"), 9);
			stuck.release.countDown();
			await().untilAsserted(() -> assertThat(events.of(BufferOverrunEvent.class)).singleElement()
				.returns(7L, BufferOverrunEvent::missed)
				.returns(7L, BufferOverrunEvent::total));
		});
	}

	@Test
	void lossesWithinTheIntervalAreReportedOnce() {
		stuck().withPropertyValues("globalbuffer.listener.overrun-event-interval=1h").run((context) -> {
			Events events = context.getBean(Events.class);
			Stuck stuck = context.getBean(Stuck.class);
			stuck.release.countDown();
			ListenerContainer listener = context.getBean(GlobalBufferListenerRegistry.class).all().iterator().next();
			await().untilAsserted(() -> {
				write(context.getBean("imu"), 1000);
				assertThat(events.of(BufferOverrunEvent.class)).hasSize(1);
			});
			long total = events.of(BufferOverrunEvent.class).getFirst().total();
			await().until(() -> {
				write(context.getBean("imu"), 1000);
				return listener.statistics().overruns() > total;
			});
			await().during(LONG_ENOUGH).untilAsserted(() -> assertThat(events.of(BufferOverrunEvent.class)).hasSize(1));
		});
	}

	@Test
	void theSumOfWhatIsReportedIsTheTotal() {
		stuck().withPropertyValues("globalbuffer.listener.overrun-event-interval=1ms").run((context) -> {
			Events events = context.getBean(Events.class);
			context.getBean(Stuck.class).release.countDown();
			await().untilAsserted(() -> {
				write(context.getBean("imu"), 1000);
				assertThat(events.of(BufferOverrunEvent.class)).hasSizeGreaterThanOrEqualTo(3);
			});
			List<BufferOverrunEvent> overruns = events.of(BufferOverrunEvent.class);
			assertThat(overruns.stream().mapToLong(BufferOverrunEvent::missed).sum())
				.isEqualTo(overruns.getLast().total());
		});
	}

	@Test
	void anEventListenerThatThrowsDisturbsNobody() {
		idle().withBean("throwing", Throwing.class).run((context) -> {
			await().untilAsserted(() -> assertThat(context.getBean(Throwing.class).calls).hasValueGreaterThan(2));
			write(context.getBean("imu"), 3);
			await().untilAsserted(() -> assertThat(context.getBean(Counting.class).received).hasValue(3));
			await().untilAsserted(
					() -> assertThat(context.getBean(Events.class).of(ListenerActiveEvent.class)).isNotEmpty());
		});
	}

	@Test
	void anEventListenerThatBlocksHoldsUpNoSample() {
		idle().withBean("blocking", Blocking.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			assertThat(blocking.entered.await(30, TimeUnit.SECONDS)).isTrue();
			write(context.getBean("imu"), 3);
			await().untilAsserted(() -> assertThat(context.getBean(Counting.class).received).hasValue(3));
			blocking.release.countDown();
			await().untilAsserted(
					() -> assertThat(context.getBean(Events.class).of(ListenerIdleEvent.class)).isNotEmpty());
		});
	}

	@Test
	void nothingIsPublishedOnceTheApplicationHasEnded() {
		Events[] events = new Events[1];
		int[] atTheEnd = new int[1];
		this.runner.withBean("counting", Counting.class)
			.withPropertyValues("globalbuffer.listener.idle-event-interval=1ms")
			.run((context) -> {
				events[0] = context.getBean(Events.class);
				await().untilAsserted(() -> assertThat(events[0].of(ListenerIdleEvent.class)).isNotEmpty());
				context.close();
				atTheEnd[0] = events[0].all().size();
			});
		await().during(LONG_ENOUGH).untilAsserted(() -> assertThat(events[0].all()).hasSize(atTheEnd[0]));
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("globalbuffer-activity");
	}

	@Test
	void anApplicationThatIsStoppedAndStartedAgainIsMonitoredAgain() {
		idle().run((context) -> {
			Events events = context.getBean(Events.class);
			await().untilAsserted(() -> assertThat(events.of(ListenerIdleEvent.class)).isNotEmpty());
			context.stop();
			assertThat(context.getBean(ActivityMonitor.class).isRunning()).isFalse();
			int before = events.of(ListenerIdleEvent.class).size();
			context.start();
			await().untilAsserted(() -> assertThat(events.of(ListenerIdleEvent.class)).hasSizeGreaterThan(before));
			assertThat(events.of(ListenerStartedEvent.class)).hasSize(2);
		});
	}

	private ApplicationContextRunner idle() {
		return this.runner.withBean("counting", Counting.class)
			.withPropertyValues("globalbuffer.listener.idle-event-interval=" + IDLE.toMillis() + "ms");
	}

	private ApplicationContextRunner stuck() {
		return this.runner.withBean("stuck", Stuck.class).withPropertyValues("globalbuffer.buffers.imu.capacity=2");
	}

	@SuppressWarnings("unchecked")
	private static void write(Object bean, int samples) {
		ArrayWriter<double[]> writer = (ArrayWriter<double[]>) bean;
		for (int sample = 0; sample < samples; sample++) {
			writer.write(new double[] { sample, sample });
		}
	}

	static class Counting {

		final AtomicInteger received = new AtomicInteger();

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.received.incrementAndGet();
		}

	}

	static class Waiting {

		@GlobalBufferListener("absent")
		void receive(double[] sample) {
		}

	}

	static class Stuck {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
		}

	}

	static class Throwing {

		final AtomicInteger calls = new AtomicInteger();

		@EventListener
		void on(GlobalBufferEvent event) {
			this.calls.incrementAndGet();
			throw new IllegalStateException("on purpose");
		}

	}

	static class Blocking {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@EventListener
		void on(ListenerIdleEvent event) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
		}

	}

}
