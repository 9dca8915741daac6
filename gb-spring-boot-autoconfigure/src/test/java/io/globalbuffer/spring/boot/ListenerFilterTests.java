// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerContainer;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Filters of listeners.
 */
class ListenerFilterTests {

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
	void aFilterLeavesSamplesOut() {
		this.runner.withBean("even", SampleFilter.class, () -> (SampleFilter<double[]>) Filtered::isEven)
			.withBean(Filtered.class)
			.run((context) -> {
				for (int value = 0; value < 6; value++) {
					writer(context.getBean("imu")).write(new double[] { value, 0 });
				}
				await().untilAsserted(
						() -> assertThat(context.getBean(Filtered.class).received).containsExactly(0.0, 2.0, 4.0));
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				await().until(() -> container.statistics().filtered() == 3);
				assertThat(container.statistics().delivered()).isEqualTo(3);
			});
	}

	@Test
	void whatAFilterThrowsIsAnErrorOfTheListener() {
		this.runner.withBean("even", SampleFilter.class, () -> (sample) -> {
			throw new IllegalStateException("on purpose");
		}).withBean(Filtered.class).run((context) -> {
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			await().until(() -> container.statistics().errors() == 1);
			assertThat(context.getBean(Filtered.class).received).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { LambdaFilter.class, ClassFilter.class, ExpressionFilter.class })
	void aFilterOfAnotherElementTypeIsRefused(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidListenerException.class, (ex) -> {
					assertThat(ex.description()).contains(".receive(double[]) of bean '", "has filter = \"",
							"which is a SampleFilter<float[]>, but its samples are of type double[]");
					assertThat(ex.action()).contains("Name a SampleFilter<double[]>");
				}));
	}

	@ParameterizedTest
	@ValueSource(classes = { RawFilter.class, ObjectFilter.class, ViewFilter.class, EnvelopeFilter.class })
	void aFilterThatTakesTheSamplesIsTaken(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getBean(GlobalBufferListenerRegistry.class).all()).hasSize(1));
	}

	@Test
	void aFilterOfAnotherTypeArgumentIsRefused() {
		this.runner.withUserConfiguration(OtherEnvelopeFilter.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidListenerException.class)
				.hasMessageContaining(
						"a SampleFilter<Envelope<String>>, but its samples are of type Envelope<Double>"));
	}

	static class Filtered {

		final List<Double> received = new CopyOnWriteArrayList<>();

		static boolean isEven(Sample<double[]> sample) {
			return sample.value()[0] % 2 == 0;
		}

		@GlobalBufferListener(value = "imu", filter = "even")
		void receive(double[] sample) {
			this.received.add(sample[0]);
		}

	}

	/** The lambda forgets its type, and the bean method knows it. */
	@Configuration(proxyBeanMethods = false)
	@Import(Filtered.class)
	static class LambdaFilter {

		@Bean
		SampleFilter<float[]> even() {
			return (sample) -> sample.value()[0] > 0;
		}

	}

	static class Floats implements SampleFilter<float[]> {

		@Override
		public boolean accepts(Sample<float[]> sample) {
			return sample.value()[0] > 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Filtered.class)
	static class ClassFilter {

		@Bean
		Object even() {
			return new Floats();
		}

	}

	static class ExpressionFilter {

		public Floats getFilter() {
			return new Floats();
		}

		@GlobalBufferListener(value = "imu", filter = "#{__listener.filter}")
		void receive(double[] sample) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Filtered.class)
	@SuppressWarnings("rawtypes")
	static class RawFilter {

		@Bean
		SampleFilter even() {
			return (sample) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Filtered.class)
	static class ObjectFilter {

		@Bean
		SampleFilter<Object> even() {
			return (sample) -> true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ViewFilter {

		@Bean
		SampleFilter<DoubleBuffer> positive() {
			return (sample) -> sample.value().get(0) > 0;
		}

		@GlobalBufferListener(value = "imu", filter = "positive")
		void receive(DoubleBuffer sample) {
		}

	}

	record Envelope<T>(String symbol, T price) {
	}

	@Configuration(proxyBeanMethods = false)
	static class EnvelopeFilter {

		@Bean
		SampleFilter<Envelope<? extends Number>> priced() {
			return (sample) -> sample.value().price().intValue() > 0;
		}

		@GlobalBufferListener(value = "quotes", filter = "priced")
		void receive(Envelope<Double> message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherEnvelopeFilter {

		@Bean
		SampleFilter<Envelope<String>> priced() {
			return (sample) -> !sample.value().price().isEmpty();
		}

		@GlobalBufferListener(value = "quotes", filter = "priced")
		void receive(List<Envelope<Double>> messages) {
		}

	}

}
