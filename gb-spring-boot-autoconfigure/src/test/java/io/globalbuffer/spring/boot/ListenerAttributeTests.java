// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerContainer;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerAttributeTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.arrayWriter("gps"));
	}

	@Test
	void expressionsAreResolved() {
		this.runner.withBean("names", Names.class)
			.withBean(Expressions.class)
			.run((context) -> assertThat(context.getBean(GlobalBufferListenerRegistry.class).find("imu-listener"))
				.hasValueSatisfying((container) -> {
					assertThat(container.buffer()).isEqualTo("imu");
					assertThat(container.isAutoStartup()).isFalse();
				}));
	}

	@Test
	void aComposedAnnotationPassesItsAttributesOn() {
		this.runner.withBean("composed", Composed.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			assertThat(container.id()).isEqualTo("composed.receive");
			assertThat(container.buffer()).isEqualTo("gps");
			assertThat(container.mode()).isEqualTo(ReadMode.LATEST);
		});
	}

	@Test
	void aMethodMayListenToSeveralBuffers() {
		this.runner.withBean("both", Both.class).run((context) -> {
			assertThat(context.getBean(GlobalBufferListenerRegistry.class).ids()).containsExactly("both.receive@imu",
					"both.receive@gps");
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			writer(context.getBean("gps")).write(new double[] { 2, 0 });
			await().untilAsserted(
					() -> assertThat(context.getBean(Both.class).received).containsExactlyInAnyOrder(1.0, 2.0));
		});
	}

	@Test
	void expressionsKnowTheBeanOfTheMethod() {
		this.runner.withBean("first", Configured.class, () -> new Configured("imu"))
			.withBean("second", Configured.class, () -> new Configured("gps"))
			.run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				assertThat(registry.ids()).containsExactlyInAnyOrder("of-imu", "of-gps");
				assertThat(registry.find("of-gps")).get().extracting(ListenerContainer::buffer).isEqualTo("gps");
			});
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "on, true", "YES, true", "1, true", "false, false", "Off, false", "no, false",
			"0, false", "'', true" })
	void whetherAListenerStartsIsSaidAsInProperties(String value, boolean starts) {
		this.runner.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withPropertyValues("starts=" + value)
			.withBean(Startable.class)
			.run((context) -> assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).isAutoStartup())
				.isEqualTo(starts));
	}

	@Test
	void callsAreTheMinimumIntervalApart() {
		this.runner.withBean(Seldom.class).run((context) -> {
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			Seldom seldom = context.getBean(Seldom.class);
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				writer.write(new double[] { 1, 0 });
				return seldom.calls.size() > Seldom.INTERVALS;
			});
			assertThat(Duration.ofNanos(seldom.calls.get(Seldom.INTERVALS) - seldom.calls.getFirst()))
				.isGreaterThan(Seldom.INTERVAL.multipliedBy(Seldom.INTERVALS).minus(Seldom.JITTER));
		});
	}

	@Test
	void theMinimumIntervalCountsFromTheLastCall() {
		this.runner.withBean(Rare.class).run((context) -> {
			Rare rare = context.getBean(Rare.class);
			await().during(Rare.INTERVAL.plusMillis(100)).until(rare.calls::isEmpty);
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			await().until(() -> rare.calls.size() == 1);
			writer(context.getBean("imu")).write(new double[] { 2, 0 });
			await().until(() -> rare.calls.size() == 2);
			assertThat(Duration.ofNanos(rare.calls.getLast() - rare.calls.getFirst()))
				.isGreaterThan(Rare.INTERVAL.minus(Rare.JITTER));
		});
	}

	@Test
	void theMinimumIntervalDelaysNothingAfterSilence() {
		this.runner.withBean(Hourly.class).run((context) -> {
			Hourly hourly = context.getBean(Hourly.class);
			await().during(Duration.ofMillis(1200)).until(() -> hourly.called.getCount() == 1);
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			assertThat(hourly.called.await(30, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void attributesThatCannotBeAreNamed() {
		refused(BadInterval.class, "has minInterval = \"soon\"", "Use a positive duration");
		refused(NextInterval.class, "has a minInterval, but receives every sample", "mode = LATEST");
		refused(BadBatch.class, "has maxBatch = \"0\"", "Use a whole number from 1");
		refused(LoneBatch.class, "has a maxBatch, but receives one sample at a time", "List<>");
		refused(LatestBatch.class, "receives batches, but in mode LATEST there is one sample", "mode = NEXT");
		refused(BadHandler.class, "has errorHandler = \"nobody\"", "Name a bean of type GlobalBufferErrorHandler");
		refused(BadStart.class, "has autoStartup = \"perhaps\"", "\"on\" or \"off\"");
		refused(BadExpression.class, "has buffer = \"#{nothing}\"", "Property or field 'nothing' cannot be found");
		refused(BadPlaceholder.class, "has id = \"${nothing}\"", "Correct it:");
	}

	private void refused(Class<?> listener, String description, String action) {
		this.runner.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withBean("one", GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::skipping)
			.withBean(listener)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidListenerException.class, (ex) -> {
					assertThat(ex.description()).startsWith("@GlobalBufferListener on " + listener.getName())
						.contains(description);
					assertThat(ex.action()).contains(action);
				}));
	}

	static class Names {

		public String buffer() {
			return "imu";
		}

	}

	static class Expressions {

		@GlobalBufferListener(value = "#{names.buffer()}", id = "#{names.buffer() + '-listener'}",
				autoStartup = "#{1 > 2}")
		void receive(double[] sample) {
		}

	}

	static class Configured {

		private final String buffer;

		Configured(String buffer) {
			this.buffer = buffer;
		}

		public String getBuffer() {
			return this.buffer;
		}

		@GlobalBufferListener(value = "#{__listener.buffer}", id = "#{'of-' + __listener.buffer}")
		void receive(double[] sample) {
		}

	}

	static class Startable {

		@GlobalBufferListener(value = "imu", autoStartup = "${starts}")
		void receive(double[] sample) {
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@GlobalBufferListener(mode = ReadMode.LATEST)
	@interface NewestOf {

		@AliasFor(annotation = GlobalBufferListener.class, attribute = "buffer")
		String value();

	}

	static class Composed {

		@NewestOf("gps")
		void receive(double[] sample) {
		}

	}

	static class Both {

		final List<Double> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		@GlobalBufferListener("gps")
		void receive(double[] sample) {
			this.received.add(sample[0]);
		}

	}

	static class Seldom {

		static final Duration INTERVAL = Duration.ofMillis(50);

		static final int INTERVALS = 12;

		/** From the take that is timed to the call that is seen. */
		static final Duration JITTER = Duration.ofMillis(400);

		final List<Long> calls = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST, minInterval = "50ms")
		void receive(double[] sample) {
			this.calls.add(System.nanoTime());
		}

	}

	static class Rare {

		static final Duration INTERVAL = Duration.ofMillis(500);

		/** From the call that is timed to the one that is seen. */
		static final Duration JITTER = Duration.ofMillis(400);

		final List<Long> calls = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST, minInterval = "500ms")
		void receive(double[] sample) {
			this.calls.add(System.nanoTime());
		}

	}

	static class Hourly {

		final CountDownLatch called = new CountDownLatch(1);

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST, minInterval = "1h")
		void receive(double[] sample) {
			this.called.countDown();
		}

	}

	static class BadInterval {

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST, minInterval = "soon")
		void receive(double[] sample) {
		}

	}

	static class NextInterval {

		@GlobalBufferListener(value = "imu", minInterval = "20ms")
		void receive(double[] sample) {
		}

	}

	static class BadBatch {

		@GlobalBufferListener(value = "imu", maxBatch = "0")
		void receive(List<double[]> samples) {
		}

	}

	static class LoneBatch {

		@GlobalBufferListener(value = "imu", maxBatch = "3")
		void receive(double[] sample) {
		}

	}

	static class LatestBatch {

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST)
		void receive(List<double[]> samples) {
		}

	}

	static class BadHandler {

		@GlobalBufferListener(value = "imu", errorHandler = "nobody")
		void receive(double[] sample) {
		}

	}

	static class BadStart {

		@GlobalBufferListener(value = "imu", autoStartup = "perhaps")
		void receive(double[] sample) {
		}

	}

	static class BadExpression {

		@GlobalBufferListener("#{nothing}")
		void receive(double[] sample) {
		}

	}

	static class BadPlaceholder {

		@GlobalBufferListener(value = "imu", id = "${nothing}")
		void receive(double[] sample) {
		}

	}

}
