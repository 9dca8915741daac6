// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

class GlobalBufferEndpointTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, GlobalBufferEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=globalbuffer");
	}

	@Test
	void theEndpointIsThereWhereItIsExposed() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(GlobalBufferEndpoint.class));
	}

	@Test
	void theEndpointIsNotThereWhereItIsNotExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(GlobalBufferEndpoint.class));
	}

	@Test
	void theEndpointIsNotThereWithoutAccess() {
		this.runner.withPropertyValues("management.endpoint.globalbuffer.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(GlobalBufferEndpoint.class));
	}

	@Test
	void theEndpointIsNotThereWhenBuffersAreSwitchedOff() {
		this.runner.withPropertyValues("globalbuffer.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(GlobalBufferEndpoint.class));
	}

	@Test
	void anEndpointOfTheApplicationTakesItsPlace() {
		this.runner.withBean("own", GlobalBufferEndpoint.class)
			.run((context) -> assertThat(context).hasSingleBean(GlobalBufferEndpoint.class).hasBean("own"));
	}

	@Test
	void theOverviewHasALineForEachBuffer() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withPropertyValues(TestApplication.arrayReader("absent"))
			.withBean("listening", Listening.class)
			.run((context) -> {
				write(context.getBean("imu"), 3);
				BuffersDescriptor overview = context.getBean(GlobalBufferEndpoint.class).buffers();
				assertThat(overview.directory()).isEqualTo(this.directory.toString());
				assertThat(overview.buffers()).containsOnlyKeys("imu", "quotes", "absent");
				assertThat(overview.buffers().get("imu")).usingRecursiveComparison()
					.ignoringFields("rate")
					.isEqualTo(new BuffersDescriptor.Summary("array", "writer", "active", true, null, 2L, 0L, 1));
				assertThat(overview.buffers().get("quotes")).usingRecursiveComparison()
					.ignoringFields("rate")
					.isEqualTo(new BuffersDescriptor.Summary("message", "writer", "active", true, null, null, null, 0));
				assertThat(overview.buffers().get("absent")).isEqualTo(
						new BuffersDescriptor.Summary("array", "reader", "never-seen", false, null, null, 0L, 0));
			});
	}

	@Test
	void theThreadsThatListenersShareAreShownWhereThereAreSome() {
		ApplicationContextRunner listening = this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("listening", Listening.class);
		listening.run((context) -> {
			GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
			assertThat(endpoint.buffers().dispatch()).isNull();
			assertThat(details(endpoint, "imu").listeners().values()).extracting(BufferDescriptor.Listener::dispatch)
				.containsExactly("thread");
		});
		listening.withPropertyValues("globalbuffer.listener.dispatch=shared", "globalbuffer.listener.shared-threads=3")
			.run((context) -> {
				GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
				assertThat(endpoint.buffers().dispatch()).isEqualTo(new BuffersDescriptor.Dispatch(3, 0, 0));
				assertThat(details(endpoint, "imu").listeners().values())
					.extracting(BufferDescriptor.Listener::dispatch)
					.containsExactly("shared");
			});
	}

	@Test
	void theDetailsOfABufferShowLayoutWriterAndListeners() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.liveness.timeout=5s")
			.withBean("listening", Listening.class)
			.run((context) -> {
				write(context.getBean("imu"), 3);
				GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
				await().untilAsserted(() -> assertThat(details(endpoint, "imu").listeners())
					.containsExactly(Map.entry("listening.receive", new BufferDescriptor.Listener("running", "next",
							"auto", "thread", 3, 0, 0L, 0, 0, 0, 0, null, null, null, null, null, null, null))));
				BufferDescriptor details = details(endpoint, "imu");
				assertThat(details.segment()).isEqualTo("imu");
				assertThat(details.sequence()).isEqualTo(2);
				assertThat(details.declared()).isEqualTo("float64[2]");
				assertThat(details.layout()).isEqualTo(new BufferDescriptor.Layout("float64", List.of(2L), 64, null,
						Files.size(this.directory.resolve("gb_imu"))));
				assertThat(details.writer()).isNotNull().satisfies((writer) -> {
					assertThat(writer.state()).isEqualTo("active");
					assertThat(writer.alive()).isTrue();
					assertThat(writer.pid()).isEqualTo(ProcessHandle.current().pid());
					assertThat(writer.timeout()).isEqualTo("PT5S");
				});
			});
	}

	@Test
	void theDetailsOfAMessageBufferShowItsType() {
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class)).run((context) -> {
			BufferDescriptor details = details(context.getBean(GlobalBufferEndpoint.class), "quotes");
			assertThat(details.declared()).isEqualTo(Quote.class.getName() + " messages");
			assertThat(details.layout()).isEqualTo(new BufferDescriptor.Layout(null, null, 16, 4096L,
					Files.size(this.directory.resolve("gb_quotes"))));
		});
	}

	@Test
	void aSegmentThatDoesNotFitIsShownBesideWhatIsDeclared() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
			GlobalBuffer.create("imu", ArraySpec.of(DType.INT32, 3))
				.capacity(5)
				.directory(this.directory)
				.open()
				.close();
			BufferDescriptor details = details(endpoint, "imu");
			assertThat(details.declared()).isEqualTo("float64[2]");
			assertThat(details.layout()).isNotNull()
				.returns("int32", BufferDescriptor.Layout::dtype)
				.returns(List.of(3L), BufferDescriptor.Layout::shape);
			assertThat(details.error()).startsWith(SchemaMismatchException.class.getName())
				.contains("int32[3]")
				.contains("float64[2]");
		});
	}

	@Test
	void aMockedBufferHidesNothing() {
		GlobalBufferListenerRegistry listeners = TestApplication.withoutListeners();
		for (GlobalBuffer mocked : List.of(mock(ArrayWriter.class), mock(ArrayReader.class))) {
			MonitoredBuffer buffer = new MonitoredBuffer(TestApplication.unreadable(this.directory).definition(),
					mocked, listeners, List.of());
			GlobalBufferEndpoint endpoint = new GlobalBufferEndpoint(
					new MonitoredBuffers(this.directory, List.of(buffer)), listeners);
			assertThat(Objects.requireNonNull(endpoint.buffers().buffers().get("imu")).writer()).isNull();
			assertThat(details(endpoint, "imu")).returns(null, BufferDescriptor::writer)
				.returns(null, BufferDescriptor::error);
		}
	}

	@Test
	void anUnknownBufferHasNoDetails() {
		this.runner.run((context) -> assertThat(context.getBean(GlobalBufferEndpoint.class).buffer("absent")).isNull());
	}

	@Test
	void aSegmentThatMayNotBeReadDoesNotHideTheOthers() {
		GlobalBufferEndpoint endpoint = new GlobalBufferEndpoint(
				new MonitoredBuffers(this.directory, List.of(TestApplication.unreadable(this.directory))),
				TestApplication.withoutListeners());
		assertThat(endpoint.buffers().buffers().get("imu"))
			.isEqualTo(new BuffersDescriptor.Summary("array", "reader", null, null, null, null, null, 0));
		assertThat(details(endpoint, "imu")).returns(null, BufferDescriptor::layout)
			.returns(null, BufferDescriptor::writer);
	}

	@Test
	void overrunsOfListenersAreSummedUp() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.capacity=2")
			.withBean("stuck", Stuck.class)
			.run((context) -> {
				Stuck stuck = context.getBean(Stuck.class);
				write(context.getBean("imu"), 1);
				stuck.entered.await();
				write(context.getBean("imu"), 9);
				stuck.release.countDown();
				GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
				await().untilAsserted(
						() -> assertThat(Objects.requireNonNull(endpoint.buffers().buffers().get("imu")).overruns())
							.isEqualTo(7));
			});
	}

	@Test
	void aReaderBeanThatNobodyUsesShowsTheReplacingSegmentAndLosesNothing() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
			try (ArrayWriter<double[]> first = open(4)) {
				await().untilAsserted(() -> assertThat(details(endpoint, "imu").layout()).isNotNull());
				first.write(new double[] { 1, 1 });
				assertThat(details(endpoint, "imu").sequence()).isZero();
				first.unlink();
			}
			try (ArrayWriter<double[]> second = open(8)) {
				second.write(new double[] { 2, 2 });
				second.write(new double[] { 3, 3 });
				await().untilAsserted(() -> {
					assertThat(details(endpoint, "imu").sequence()).isOne();
					assertThat(Objects.requireNonNull(details(endpoint, "imu").writer()).state()).isEqualTo("active");
				});
				assertThat(Objects.requireNonNull(details(endpoint, "imu").layout()))
					.returns(8L, BufferDescriptor.Layout::capacity)
					.returns(second.stats().memoryBytes(), BufferDescriptor.Layout::memoryBytes);
				ArrayReader<?> reader = context.getBean("imu", ArrayReader.class);
				for (double value = 1; value <= 3; value++) {
					assertThat(reader.next(Duration.ofSeconds(20)).orElseThrow().value())
						.isEqualTo(new double[] { value, value });
				}
				assertThat(reader.overruns()).isZero();
			}
		});
	}

	private ArrayWriter<double[]> open(int capacity) {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.capacity(capacity)
			.directory(this.directory)
			.open();
	}

	private static BufferDescriptor details(GlobalBufferEndpoint endpoint, String name) {
		return Objects.requireNonNull(endpoint.buffer(name));
	}

	@SuppressWarnings("unchecked")
	private static void write(Object bean, int samples) {
		ArrayWriter<double[]> writer = (ArrayWriter<double[]>) bean;
		for (int sample = 0; sample < samples; sample++) {
			writer.write(new double[] { sample, sample });
		}
	}

	static class Listening {

		@GlobalBufferListener("imu")
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

}
