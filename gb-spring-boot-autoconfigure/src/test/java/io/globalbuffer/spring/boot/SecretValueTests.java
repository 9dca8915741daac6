// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.endpoint.BufferDescriptor;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpoint;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpointAutoConfiguration;
import io.globalbuffer.spring.boot.health.GlobalBufferHealthContributorAutoConfiguration;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A value that is in every sample, and in every exception, is shown nowhere; the text of
 * this library's own exceptions about segments is.
 */
class SecretValueTests {

	private static final String SECRET = "s3cr3t-" + Long.toHexString(System.nanoTime());

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class, GlobalBufferEndpointAutoConfiguration.class,
					GlobalBufferHealthContributorAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=globalbuffer",
					"management.endpoints.jmx.exposure.include=globalbuffer",
					"management.endpoint.globalbuffer.access=UNRESTRICTED", "spring.jmx.enabled=true")
			.withPropertyValues(TestApplication.buffer("texts", "kind=message", "role=reader"));
	}

	@Test
	void noValueOfASampleIsShownWhateverFails() {
		try (BufferWriter<Map<String, Object>> writer = texts()) {
			this.runner.withBean("throwing", Throwing.class)
				.withBean("filtered", Filtered.class)
				.withBean("decoding", Decoding.class)
				.withBean("handled", Handled.class)
				.withBean("retried", Retried.class)
				.withBean("sending", Sending.class)
				.withBean("dying", Dying.class)
				.withBean("leaking", GlobalBufferErrorHandler.class, () -> (error, samples, listener) -> {
					throw new IllegalStateException(SECRET);
				})
				.withBean("retrying", GlobalBufferErrorHandler.class,
						() -> GlobalBufferErrorHandler.retrying(RetryPolicy.builder().maxRetries(0).build()))
				.withBean("filter", SampleFilter.class, () -> (sample) -> {
					throw new IllegalArgumentException(SECRET + sample.value());
				})
				.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
				.run((context) -> {
					GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
					assertThat(registry.ids()).hasSize(7);
					await().until(() -> registry.all()
						.stream()
						.allMatch((listener) -> listener.statistics().lag().isPresent()));
					writer.write(Map.of("symbol", SECRET, "price", SECRET));
					await().until(() -> registry.all()
						.stream()
						.allMatch((listener) -> listener.statistics().lastError().isPresent()));
					assertThat(errors(context)).containsEntry("throwing.receive", IllegalStateException.class.getName())
						.containsEntry("filtered.receive", IllegalArgumentException.class.getName())
						.containsEntry("decoding.receive", CodecException.class.getName())
						.hasSize(7);
					assertThat(everythingShown(context)).hasSizeGreaterThan(3)
						.allSatisfy((shown) -> assertThat(shown).doesNotContain(SECRET));
				});
		}
	}

	@Test
	void whatALibrarysOwnExceptionSaysOfASegmentIsShownEverywhere() {
		this.runner.withBean("throwing", Throwing.class)
			.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
			.run((context) -> {
				try (ArrayWriter<double[]> writer = GlobalBuffer.create("texts", ArraySpec.of(DType.FLOAT64, 3))
					.capacity(2)
					.directory(this.directory)
					.open()) {
					writer.write(new double[3]);
					await().untilAsserted(() -> assertThat(errors(context)).hasEntrySatisfying("throwing.receive",
							(error) -> assertThat(error)
								.startsWith("io.globalbuffer.exception.SchemaMismatchException: ")
								.contains("float64[3]")));
					assertThat(everythingShown(context))
						.anySatisfy((shown) -> assertThat(shown).contains("float64[3]"));
				}
			});
	}

	@Test
	void overJmxAnOperationReturnsTheListenerAndSaysWhatIsWrong() {
		this.runner.withBean("throwing", Throwing.class).run((context) -> {
			Object listener = invoke("operate", "texts", "throwing.receive", "pause", null);
			assertThat(listener).isInstanceOf(Map.class)
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("state", "paused")
				.containsEntry("mode", "next");
			assertThatExceptionOfType(MBeanException.class)
				.isThrownBy(() -> invoke("operate", "texts", "absent", "pause", null))
				.havingCause()
				.withMessageContaining("'absent'");
		});
	}

	private BufferWriter<Map<String, Object>> texts() {
		return GlobalBuffer.create("texts", MessageSpec.map()).capacity(8).directory(this.directory).open();
	}

	private static Map<String, String> errors(ApplicationContext context) {
		Map<String, String> errors = new LinkedHashMap<>();
		Map<String, BufferDescriptor.Listener> listeners = Objects
			.requireNonNull(context.getBean(GlobalBufferEndpoint.class).buffer("texts"))
			.listeners();
		listeners.forEach((id, listener) -> {
			if (listener.lastError() != null) {
				errors.put(id, listener.lastError());
			}
		});
		return errors;
	}

	private static List<String> everythingShown(ApplicationContext context) throws JMException {
		List<String> shown = new ArrayList<>();
		GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
		shown.add(String.valueOf(endpoint.buffers()));
		shown.add(String.valueOf(endpoint.buffer("texts")));
		shown.add(String.valueOf(invoke("buffers")));
		shown.add(String.valueOf(invoke("buffer", "texts")));
		HealthIndicator health = (HealthIndicator) Objects
			.requireNonNull(context.getBean("globalbufferHealthContributor", CompositeHealthContributor.class)
				.getContributor("texts"));
		shown.add(String.valueOf(Objects.requireNonNull(health.health(true)).getDetails()));
		context.getBean(GlobalBufferListenerRegistry.class)
			.all()
			.forEach((listener) -> shown.add(String.valueOf(listener.statistics())));
		return shown;
	}

	private static Object invoke(String operation, @Nullable Object... arguments) throws JMException {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		Set<ObjectName> names = server.queryNames(new ObjectName("org.springframework.boot:name=Globalbuffer,*"), null);
		assertThat(names).hasSize(1);
		String[] types = new String[arguments.length];
		Arrays.fill(types, String.class.getName());
		return server.invoke(names.iterator().next(), operation, arguments, types);
	}

	static class Throwing {

		@GlobalBufferListener("texts")
		void receive(Map<String, Object> text) {
			throw new IllegalStateException("cannot use " + text);
		}

	}

	static class Filtered {

		@GlobalBufferListener(value = "texts", filter = "filter")
		void receive(Map<String, Object> text) {
		}

	}

	static class Decoding {

		@GlobalBufferListener("texts")
		void receive(Quote quote) {
		}

	}

	static class Handled {

		@GlobalBufferListener(value = "texts", errorHandler = "leaking")
		void receive(Map<String, Object> text) {
			throw new CodecException("cannot use " + text);
		}

	}

	static class Retried {

		@GlobalBufferListener(value = "texts", errorHandler = "retrying")
		void receive(Map<String, Object> text) {
			throw new IllegalStateException("cannot use " + text);
		}

	}

	static class Sending {

		@GlobalBufferListener(value = "texts", sendTo = "quotes")
		Quote receive(Map<String, Object> text) {
			return new Quote(String.valueOf(text.get("symbol")).repeat(1000), 0);
		}

	}

	static class Dying {

		@GlobalBufferListener("texts")
		void receive(Map<String, Object> text) {
			throw new AssertionError(text);
		}

	}

}
