// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerError;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.UnknownBufferException;

import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerSendToTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class));
	}

	@Test
	void whatAMethodReturnsIsSent() {
		this.runner.withBean("transforming", Transforming.class).withBean(Receiving.class).run((context) -> {
			for (int value = 0; value < 4; value++) {
				writer(context.getBean("imu")).write(new double[] { value, 0 });
			}
			await().untilAsserted(() -> assertThat(context.getBean(Receiving.class).quotes).as("null sends nothing")
				.containsExactly(new Quote("odd", 1), new Quote("odd", 3)));
		});
	}

	@Test
	void aResultThatCannotBeSentIsAnErrorOfTheListener() {
		this.runner.withBean("transforming", TooLarge.class).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			await().untilAsserted(() -> assertThat(registry.find("transforming.transform").orElseThrow())
				.satisfies((container) -> assertThat(container.statistics().lastError().map(ListenerError::type))
					.hasValue("io.globalbuffer.exception.MessageTooLargeException"))
				.satisfies((container) -> assertThat(container.state()).isEqualTo(ListenerState.RUNNING)));
		});
	}

	@Test
	void twoListenersThatSendToOneBufferAreRefusedNamingBoth() {
		this.runner.withBean("one", Transforming.class)
			.withBean("other", TooLarge.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining("Two listeners send to buffer 'quotes'")
				.hasMessageContaining("Transforming.transform(double[])")
				.hasMessageContaining("TooLarge.transform(double[])"));
	}

	@Test
	void listenersThatSendInACircleAreRefused() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("gps"))
			.withPropertyValues(TestApplication.arrayWriter("sum"))
			// the same segment by another name
			.withPropertyValues(
					TestApplication.buffer("summed", "kind=array", "role=reader", "dtype=float64", "segment=sum"))
			.withBean("circle", Circle.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining("Listeners send in a circle, for ever: ")
				.hasMessageContaining("Circle.one(double[]) of bean 'circle' from 'imu' to 'gps'")
				.hasMessageContaining("Circle.two(double[]) of bean 'circle' from 'gps' to 'sum'")
				.hasMessageContaining("Circle.three(double[]) of bean 'circle' from 'summed' to 'imu'"));
	}

	@Test
	void aTargetThatIsNotDeclaredIsRefused() {
		this.runner.withBean(Lost.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(UnknownBufferException.class)
				.hasMessageContaining("Did you mean 'quotes'?"));
	}

	static class Transforming {

		@GlobalBufferListener(value = "imu", sendTo = "${target:quotes}")
		@Nullable Quote transform(double[] sample) {
			return (sample[0] % 2 == 1) ? new Quote("odd", sample[0]) : null;
		}

	}

	static class TooLarge {

		@GlobalBufferListener(value = "imu", sendTo = "quotes")
		Quote transform(double[] sample) {
			return new Quote("x".repeat(5000), 1);
		}

	}

	static class Circle {

		@GlobalBufferListener(value = "imu", sendTo = "gps")
		double[] one(double[] sample) {
			return sample;
		}

		@GlobalBufferListener(value = "gps", sendTo = "sum")
		double[] two(double[] sample) {
			return sample;
		}

		@GlobalBufferListener(value = "summed", sendTo = "imu")
		double[] three(double[] sample) {
			return sample;
		}

	}

	static class Lost {

		@GlobalBufferListener(value = "imu", sendTo = "qoutes")
		Quote transform(double[] sample) {
			return new Quote("", 1);
		}

	}

	static class Receiving {

		final List<Quote> quotes = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("quotes")
		void receive(Quote quote) {
			this.quotes.add(quote);
		}

	}

}
