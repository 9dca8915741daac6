// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.SampleGivenUpEvent;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerError;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is said of samples that fail: what was decided, and which of them are lost by it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleGivenUpTests {

	/** Fails while a sample is attempted for the first time. */
	private static final double FAILS_ONCE = 1;

	/** Fails at each attempt. */
	private static final double FAILS = 2;

	private static final double SUCCEEDS = 3;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("fallible", Fallible.class)
			.withBean(GivenUp.class);
	}

	@Test
	void theSampleThatIsGivenUpIsNamedAndNotTheOneThatSucceededAtLast(CapturedOutput output) {
		this.runner.withBean(GlobalBufferErrorHandler.class, () -> retrying(2)).run((context) -> {
			write(context, FAILS_ONCE, FAILS, SUCCEEDS);
			await().until(() -> context.getBean(Fallible.class).succeeded.equals(List.of(FAILS_ONCE, SUCCEEDS)));
			await().untilAsserted(
					() -> assertThat(context.getBean(GivenUp.class).events).singleElement().satisfies((event) -> {
						assertThat(event.listener().id()).isEqualTo("fallible.receive");
						assertThat(event.sequences()).containsExactly(1L);
						assertThat(event.error()).isInstanceOf(IllegalStateException.class);
					}));
			assertThat(statistics(context)).returns(1L, ListenerStatistics::givenUp)
				.returns(4L, ListenerStatistics::errors)
				.returns(3L, ListenerStatistics::delivered);
		});
		assertThat(output.getAll().lines().filter((line) -> line.contains("Listener 'fallible.receive'")))
			.satisfiesExactly(
					(line) -> assertThat(line).contains("WARN")
						.endsWith("the method failed at sample 0 of buffer 'imu'; trying again in 1 ms,"
								+ " attempt 2 of 3: java.lang.IllegalStateException: on purpose"),
					(line) -> assertThat(line).contains("ERROR")
						.endsWith("the method failed at sample 1 of buffer 'imu'; given up after 3 attempts, skipped"),
					(line) -> assertThat(line).contains("WARN")
						.endsWith("2 more times; tried again: sample 1 of buffer 'imu'"));
		assertThat(
				output.getAll().lines().filter((line) -> line.contains("\tat ") && line.contains("Fallible.receive")))
			.as("stacks")
			.hasSize(1);
	}

	@Test
	void eachSampleThatIsGivenUpIsNamedAtTheEndOfTheIntervalOrOfTheListener(CapturedOutput output) {
		this.runner.run((context) -> {
			write(context, FAILS, FAILS, FAILS, SUCCEEDS, FAILS);
			await().until(() -> statistics(context).givenUp() == 4);
			await().untilAsserted(() -> assertThat(context.getBean(GivenUp.class).events).hasSize(4));
		});
		assertThat(output).containsOnlyOnce("the method failed at sample 0 of buffer 'imu'; given up, skipped")
			.containsOnlyOnce("the method failed with java.lang.IllegalStateException 3 more times; given up:"
					+ " samples 1 to 2, 4 of buffer 'imu'");
	}

	@Test
	void aSampleThatIsGivenUpAfterTheFirstOneIsNamedInTheSingular(CapturedOutput output) {
		this.runner.run((context) -> {
			write(context, FAILS, FAILS);
			await().until(() -> statistics(context).givenUp() == 2);
		});
		assertThat(output)
			.containsOnlyOnce("the method failed with java.lang.IllegalStateException once more; given up:"
					+ " sample 1 of buffer 'imu'");
	}

	@Test
	void whatIsSummedUpAtTheEndComesInTheOrderInWhichItFailed(CapturedOutput output) {
		this.runner.withBean(GlobalBufferErrorHandler.class, () -> retrying(1)).run((context) -> {
			write(context, FAILS, FAILS);
			await().until(() -> statistics(context).givenUp() == 2);
		});
		assertThat(output).containsSubsequence("once more; tried again: sample 1 of buffer 'imu'",
				"once more; given up: sample 1 of buffer 'imu'");
	}

	@Test
	void aListenerThatIsStoppedByItsHandlerGivesNothingUp(CapturedOutput output) {
		this.runner.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping).run((context) -> {
			write(context, FAILS);
			await().until(() -> container(context.getBean(GlobalBufferListenerRegistry.class))
				.state() == ListenerState.STOPPED);
			assertThat(statistics(context).givenUp()).isZero();
			assertThat(output).contains("the method failed at sample 0 of buffer 'imu'; the listener stops");
		});
	}

	@Test
	void aSampleThatIsToBeAttemptedAgainWhenTheListenerStopsIsNamed(CapturedOutput output) {
		RetryPolicy policy = RetryPolicy.builder().maxRetries(1).delay(Duration.ofHours(1)).build();
		this.runner.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(policy))
			.run((context) -> {
				write(context, FAILS);
				await().until(() -> statistics(context).errors() == 1);
				container(context.getBean(GlobalBufferListenerRegistry.class)).stop();
				// it comes again
				assertThat(statistics(context)).returns(0L, ListenerStatistics::givenUp)
					.returns(1L, ListenerStatistics::errors);
				assertThat(output)
					.contains("the method failed at sample 0 of buffer 'imu'; not done, since the listener stops");
			});
	}

	@Test
	void aFilterThatFailsIsCalledAFilterAndItsSamplesHaveNotReachedTheMethod(CapturedOutput output) {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("filtered", Filtered.class)
			.withBean("broken", SampleFilter.class, () -> (sample) -> {
				throw new IllegalStateException("on purpose");
			})
			.run((context) -> {
				write(context, SUCCEEDS);
				await().until(() -> statistics(context).givenUp() == 1);
				assertThat(statistics(context)).returns(0L, ListenerStatistics::delivered)
					.returns(0L, ListenerStatistics::filtered);
				assertThat(output).contains("the filter failed at sample 0 of buffer 'imu'; given up, skipped");
			});
	}

	@Test
	void aSampleThatCannotBeDecodedIsNamed(CapturedOutput output) {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=facts"))
			.withBean(Quotes.class)
			.withBean(GivenUp.class)
			.run((context) -> {
				Listeners.<Object>writerOf(context.getBean("facts")).write(Map.of("symbol", "ACME", "price", 1.5));
				Listeners.<Object>writerOf(context.getBean("facts")).write(Map.of("symbol", "ACME", "price", "high"));
				await().untilAsserted(() -> assertThat(context.getBean(GivenUp.class).events).singleElement()
					.extracting(SampleGivenUpEvent::sequences)
					.isEqualTo(List.of(1L)));
				assertThat(output).contains("decoding failed at sample 1 of buffer 'quotes'; given up, skipped");
				assertThat(statistics(context)).returns(1L, ListenerStatistics::givenUp)
					.returns(1L, ListenerStatistics::delivered);
			});
	}

	@Test
	void anErrorHandlerThatFailsWithEachSampleDoesNotFillTheLog(CapturedOutput output) {
		this.runner.withBean(GlobalBufferErrorHandler.class, () -> (error, samples, listener) -> {
			throw new UnsupportedOperationException("on purpose");
		}).run((context) -> {
			write(context, FAILS, FAILS, FAILS);
			await().until(() -> statistics(context).givenUp() == 3);
		});
		assertThat(output).containsOnlyOnce("the error handler failed itself when asked about sample 0 of buffer 'imu'")
			.contains(
					"the error handler failed itself, with java.lang.UnsupportedOperationException 2 more times; given up:"
							+ " samples 1 to 2 of buffer 'imu'");
	}

	@Test
	void anExceptionWhoseMessageCannotBeHadDoesNotEndTheListener(CapturedOutput output) {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("unspeakable", Unspeakable.class)
			.withBean(GlobalBufferErrorHandler.class, () -> retrying(1))
			.run((context) -> {
				write(context, FAILS, FAILS);
				await().until(() -> statistics(context).givenUp() == 2);
				assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).state())
					.isEqualTo(ListenerState.RUNNING);
				assertThat(output).contains("UnspeakableException, whose message cannot be had");
			});
	}

	@Test
	void anErrorIsPastOnceACallHasSucceeded() {
		this.runner.run((context) -> {
			write(context, FAILS);
			await().until(() -> statistics(context).lastError().isPresent());
			assertThat(statistics(context).lastError()).get()
				.returns(IllegalStateException.class.getName(), ListenerError::describe)
				.returns(false, ListenerError::past);
			write(context, SUCCEEDS);
			await().until(() -> statistics(context).lastError().orElseThrow().past());
			assertThat(statistics(context).failingFor()).isEqualTo(Duration.ZERO);
		});
	}

	@Test
	void samplesThatTheFilterLeavesOutDoNotHideThatAllCallsFail() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("selective", Selective.class)
			.withBean("failing", SampleFilter.class, () -> (sample) -> ((double[]) sample.value())[0] == FAILS)
			.run((context) -> {
				write(context, FAILS, SUCCEEDS, FAILS, SUCCEEDS);
				await().until(() -> statistics(context).filtered() == 2);
				assertThat(statistics(context).failingFor()).isPositive();
				assertThat(statistics(context).lastError()).get().returns(false, ListenerError::past);
			});
	}

	private static GlobalBufferErrorHandler retrying(int times) {
		return GlobalBufferErrorHandler
			.retrying(RetryPolicy.builder().maxRetries(times).delay(Duration.ofMillis(1)).build());
	}

	private static ListenerStatistics statistics(ApplicationContext context) {
		return container(context.getBean(GlobalBufferListenerRegistry.class)).statistics();
	}

	private static void write(ApplicationContext context, double... values) {
		for (double value : values) {
			writer(context.getBean("imu")).write(new double[] { value, 0 });
		}
	}

	static class GivenUp {

		final List<SampleGivenUpEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SampleGivenUpEvent event) {
			this.events.add(event);
		}

	}

	static class Fallible {

		final List<Double> succeeded = new CopyOnWriteArrayList<>();

		private long failedOnce = -1;

		@GlobalBufferListener("imu")
		void receive(Sample<double[]> sample) {
			double value = sample.value()[0];
			boolean again = this.failedOnce == sample.sequence();
			if (value == FAILS || (value == FAILS_ONCE && !again)) {
				this.failedOnce = sample.sequence();
				throw new IllegalStateException("on purpose");
			}
			this.succeeded.add(value);
		}

	}

	static class Filtered {

		@GlobalBufferListener(value = "imu", filter = "broken")
		void receive(double[] sample) {
		}

	}

	static class Selective {

		@GlobalBufferListener(value = "imu", filter = "failing")
		void receive(double[] sample) {
			throw new IllegalStateException("on purpose");
		}

	}

	static class Quotes {

		@GlobalBufferListener("quotes")
		void receive(Quote quote) {
		}

	}

	static class Unspeakable {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new UnspeakableException();
		}

	}

	static class UnspeakableException extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("not even that");
		}

	}

}
