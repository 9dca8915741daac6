// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the endpoint does with listeners, without HTTP.
 */
class ListenerOperationsTests {

	private static final String ID = "counting.receive";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, GlobalBufferEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=globalbuffer")
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("counting", Counting.class);
	}

	@Test
	void aListenerIsStoppedAndStarted() {
		this.runner.run((context) -> {
			assertThat(state(operate(context, "stop", null))).isEqualTo("stopped");
			write(context);
			assertThat(state(operate(context, "start", null))).isEqualTo("running");
			write(context);
			await().untilAsserted(() -> assertThat(received(context)).isEqualTo(2));
		});
	}

	@Test
	void aListenerThatIsStartedFromTheNewestSkipsTheOthers() {
		this.runner.run((context) -> {
			operate(context, "stop", null);
			write(context);
			write(context);
			write(context);
			operate(context, "start", "newest");
			await().untilAsserted(() -> assertThat(listener(context)).returns(1L, BufferDescriptor.Listener::delivered)
				.returns(2L, BufferDescriptor.Listener::skipped));
		});
	}

	@Test
	void aListenerThatResumesGoesOnWhereItWas() {
		this.runner.run((context) -> {
			pause(context);
			write(context);
			write(context);
			operate(context, "resume", null);
			await().untilAsserted(() -> assertThat(received(context)).isEqualTo(2));
		});
	}

	@Test
	void aListenerThatResumesFromTheNewestSkipsTheOthers() {
		this.runner.run((context) -> {
			pause(context);
			write(context);
			write(context);
			write(context);
			// the thread may hold the first one already
			await().untilAsserted(() -> assertThat(listener(context).lag()).isBetween(2L, 3L));
			operate(context, "resume", "newest");
			await().untilAsserted(() -> assertThat(listener(context)).returns(1L, BufferDescriptor.Listener::delivered)
				.returns(2L, BufferDescriptor.Listener::skipped)
				.returns("running", BufferDescriptor.Listener::state));
		});
	}

	@ParameterizedTest
	@CsvSource({ "absent, counting.receive", "imu, absent", "other, counting.receive" })
	void whatIsNotThereIsNotFound(String buffer, String listener) {
		this.runner.withPropertyValues(TestApplication.arrayReader("other")).run((context) -> {
			WebEndpointResponse<OperationResponseBody> response = context
				.getBean(GlobalBufferEndpointWebExtension.class)
				.operate(buffer, listener, "stop", null);
			assertThat(response.getStatus()).isEqualTo(404);
			assertThat(message(response)).contains("'" + buffer + "'").contains("'" + listener + "'");
			assertThat(listener(context).state()).isEqualTo("running");
		});
	}

	@Test
	void whatCannotBeUnderstoodIsRefused() {
		this.runner.run((context) -> {
			assertRefused(operate(context, "restart", null),
					"Unknown action 'restart': use start, stop, pause or resume");
			assertRefused(operate(context, null, null), "'action' is missing: use start, stop, pause or resume");
			assertRefused(operate(context, "resume", "oldest"),
					"A listener cannot go on from 'oldest': use cursor or newest");
			assertRefused(operate(context, "stop", "newest"), "'from' is only for the actions 'start' and 'resume'");
			assertThat(listener(context).state()).isEqualTo("running");
		});
	}

	@Test
	void whatCannotBeDoneNowIsAConflict() {
		this.runner.withPropertyValues(TestApplication.arrayReader("odd"))
			.withBean("misfit", Misfit.class)
			.run((context) -> {
				GlobalBufferEndpointWebExtension endpoint = context.getBean(GlobalBufferEndpointWebExtension.class);
				endpoint.operate("odd", "misfit.receive", "stop", null);
				try (ArrayWriter<int[]> writer = GlobalBuffer.create("odd", ArraySpec.of(DType.INT32, 3))
					.capacity(4)
					.directory(this.directory)
					.open()) {
					WebEndpointResponse<OperationResponseBody> response = endpoint.operate("odd", "misfit.receive",
							"start", null);
					assertThat(response.getStatus()).isEqualTo(409);
					assertThat(message(response)).contains("odd").contains("int32");
					assertThat(writer.isOpen()).isTrue();
				}
			});
	}

	@Test
	void aListenerThatItsErrorHandlerStoppedSaysSoUntilItIsStarted() {
		this.runner.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping).run((context) -> {
			write(context, -1);
			await()
				.untilAsserted(() -> assertThat(listener(context)).returns("stopped", BufferDescriptor.Listener::state)
					.returns("error-handler", BufferDescriptor.Listener::stopReason)
					.returns(IllegalArgumentException.class.getName(), BufferDescriptor.Listener::lastError));
			// past the one that it stopped at, which would stop it again
			write(context, 1);
			operate(context, "start", "newest");
			assertThat(listener(context)).returns("running", BufferDescriptor.Listener::state)
				.returns(null, BufferDescriptor.Listener::stopReason);
		});
	}

	private static void pause(ApplicationContext context) {
		operate(context, "pause", null);
		await().untilAsserted(() -> assertThat(listener(context).state()).isEqualTo("paused"));
	}

	private static WebEndpointResponse<OperationResponseBody> operate(ApplicationContext context,
			@Nullable String action, @Nullable String from) {
		return context.getBean(GlobalBufferEndpointWebExtension.class).operate("imu", ID, action, from);
	}

	private static String state(WebEndpointResponse<OperationResponseBody> response) {
		assertThat(response.getStatus()).isEqualTo(200);
		return body(response, BufferDescriptor.Listener.class).state();
	}

	private static void assertRefused(WebEndpointResponse<OperationResponseBody> response, String message) {
		assertThat(response.getStatus()).isEqualTo(400);
		assertThat(message(response)).isEqualTo(message);
	}

	private static String message(WebEndpointResponse<OperationResponseBody> response) {
		return body(response, OperationRefusal.class).message();
	}

	private static <B> B body(WebEndpointResponse<OperationResponseBody> response, Class<B> type) {
		assertThat(response.getBody()).isInstanceOf(type);
		return type.cast(Objects.requireNonNull(response.getBody()));
	}

	private static BufferDescriptor.Listener listener(ApplicationContext context) {
		Map<String, BufferDescriptor.Listener> listeners = Objects
			.requireNonNull(context.getBean(GlobalBufferEndpoint.class).buffer("imu"))
			.listeners();
		return Objects.requireNonNull(listeners.get(ID));
	}

	private static int received(ApplicationContext context) {
		return context.getBean(Counting.class).received.get();
	}

	private static void write(ApplicationContext context) {
		write(context, 1);
	}

	@SuppressWarnings("unchecked")
	private static void write(ApplicationContext context, double value) {
		((ArrayWriter<double[]>) context.getBean("imu")).write(new double[] { value, value });
	}

	static class Counting {

		final AtomicInteger received = new AtomicInteger();

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			if (sample[0] < 0) {
				throw new IllegalArgumentException("on purpose");
			}
			this.received.incrementAndGet();
		}

	}

	static class Misfit {

		@GlobalBufferListener("odd")
		void receive(double[] sample) {
		}

	}

}
