// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.StartPosition;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Traces through a buffer within one process, by OpenTelemetry as Spring Boot configures
 * it.
 */
class TracedListenerTests {

	private static final String PROCESS = "imu process";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private final RecordedSpans spans = new RecordedSpans();

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferObservationAutoConfiguration.class,
					GlobalBufferTracingAutoConfiguration.class, ObservationAutoConfiguration.class,
					OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
					MicrometerTracingAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.buffer("imu", "trace=true"))
			.withPropertyValues("globalbuffer.listener.observation-enabled=true",
					"management.tracing.sampling.probability=1")
			.withBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(this.spans));
	}

	@Test
	void theListenersSpanIsAChildOfTheWriters() {
		this.runner.withBean("listening", Listening.class).run((context) -> {
			TraceContext written = writeIn(context, tracer(context).nextSpan());
			Listening.Seen seen = context.getBean(Listening.class).take();
			assertThat(seen.traceId()).isEqualTo(written.traceId());
			assertThat(seen.spanId()).isNotEqualTo(written.spanId());
			SpanData span = this.spans.await(PROCESS, 1).getFirst();
			assertThat(span.getSpanId()).isEqualTo(seen.spanId());
			assertThat(span.getParentSpanId()).isEqualTo(written.spanId());
			assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
			assertThat(span.getAttributes().get(AttributeKey.stringKey("globalbuffer.sequence"))).isEqualTo("0");
		});
	}

	@Test
	void aSampleWithoutATraceStartsOneOfItsOwn() {
		this.runner.withBean("listening", Listening.class).run((context) -> {
			write(context);
			write(context);
			List<SpanData> processed = this.spans.await(PROCESS, 2);
			assertThat(processed).extracting((span) -> span.getParentSpanContext().isValid()).containsOnly(false);
			assertThat(processed.getFirst().getTraceId()).isNotEqualTo(processed.getLast().getTraceId());
		});
	}

	@Test
	void aTraceThatIsNotSampledIsNotSampledByTheListenerEither() {
		this.runner.withBean("listening", Listening.class).run((context) -> {
			Tracer tracer = tracer(context);
			TraceContext unsampled = tracer.traceContextBuilder()
				.traceId("0af7651916cd43dd8448eb211c80319c")
				.spanId("b7ad6b7169203331")
				.sampled(false)
				.build();
			writeIn(context, tracer.spanBuilder().setParent(unsampled).name("unsampled").start());
			Listening.Seen seen = context.getBean(Listening.class).take();
			assertThat(seen.traceId()).isEqualTo(unsampled.traceId());
			assertThat(seen.sampled()).isFalse();
			writeIn(context, tracer.nextSpan());
			assertThat(context.getBean(Listening.class).take().sampled()).isTrue();
			assertThat(this.spans.await(PROCESS, 1).getFirst().getTraceId()).isNotEqualTo(unsampled.traceId());
		});
	}

	@Test
	void aBatchGoesOnWithItsFirstTraceAndIsLinkedToTheOthers() {
		this.runner.withBean("batching", Batching.class).run((context) -> {
			write(context);
			TraceContext first = writeIn(context, tracer(context).nextSpan());
			Span span = tracer(context).nextSpan();
			TraceContext second = writeIn(context, span);
			context.getBean(GlobalBufferListenerRegistry.class).all().forEach(ListenerContainer::start);
			SpanData processed = this.spans.await(PROCESS, 1).getFirst();
			assertThat(processed.getTraceId()).isEqualTo(first.traceId());
			assertThat(processed.getParentSpanId()).isEqualTo(first.spanId());
			assertThat(processed.getLinks()).extracting(LinkData::getSpanContext)
				.extracting((link) -> link.getTraceId() + " " + link.getSpanId())
				.containsExactly(second.traceId() + " " + second.spanId());
		});
	}

	@Test
	void whatIsLoggedOfAFailedCallBelongsToItsTrace() {
		Set<String> traces = ConcurrentHashMap.newKeySet();
		Logger logger = (Logger) LoggerFactory.getLogger("io.globalbuffer.spring.listener");
		this.runner.withBean("failing", Failing.class).run((context) -> {
			Tracer tracer = tracer(context);
			AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

				@Override
				protected void append(ILoggingEvent event) {
					Span span = tracer.currentSpan();
					traces.add(event.getLevel() + " " + ((span != null) ? span.context().traceId() : "none"));
				}

			};
			appender.start();
			logger.addAppender(appender);
			try {
				TraceContext written = writeIn(context, tracer.nextSpan());
				await().untilAsserted(() -> assertThat(traces).containsExactly("ERROR " + written.traceId()));
			}
			finally {
				logger.detachAppender(appender);
			}
		});
	}

	@Test
	void aFailedCallIsAFailedSpan() {
		this.runner.withBean("failing", Failing.class).run((context) -> {
			write(context);
			SpanData span = this.spans.await(PROCESS, 1).getFirst();
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusData.error().getStatusCode());
			assertThat(span.getStatus().getDescription()).isEqualTo("no more");
		});
	}

	@Test
	void whatAListenerSendsIsOfItsTrace() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("doubled"))
			.withPropertyValues(TestApplication.buffer("doubled", "trace=true"))
			.withBean("doubling", Doubling.class)
			.run((context) -> {
				TraceContext written = writeIn(context, tracer(context).nextSpan());
				SpanData doubling = this.spans.await(PROCESS, 1).getFirst();
				SpanData receiving = this.spans.await("doubled process", 1).getFirst();
				assertThat(receiving.getTraceId()).isEqualTo(doubling.getTraceId()).isEqualTo(written.traceId());
				assertThat(receiving.getParentSpanId()).isEqualTo(doubling.getSpanId());
			});
	}

	@Test
	void otherObservationsAreTracedAsBefore() {
		this.runner.run((context) -> {
			Observation.createNotStarted("other", context.getBean(ObservationRegistry.class)).observe(() -> {
			});
			assertThat(this.spans.await("other", 1).getFirst().getKind()).isEqualTo(SpanKind.INTERNAL);
		});
	}

	private static Tracer tracer(ApplicationContext context) {
		return context.getBean(Tracer.class);
	}

	private static TraceContext writeIn(ApplicationContext context, Span span) {
		span.start();
		try (Tracer.SpanInScope _ = tracer(context).withSpan(span)) {
			write(context);
		}
		finally {
			span.end();
		}
		return span.context();
	}

	@SuppressWarnings("unchecked")
	private static void write(ApplicationContext context) {
		context.getBean("imu", ArrayWriter.class).write(new double[] { 1, 2 });
	}

	static class Listening {

		private final Tracer tracer;

		private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

		Listening(Tracer tracer) {
			this.tracer = tracer;
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			TraceContext current = Objects.requireNonNull(this.tracer.currentTraceContext().context());
			this.seen.add(new Seen(current.traceId(), current.spanId(), Boolean.TRUE.equals(current.sampled())));
		}

		Seen take() throws InterruptedException {
			Seen first = this.seen.poll(30, TimeUnit.SECONDS);
			assertThat(first).as("a sample received within 30 seconds").isNotNull();
			return first;
		}

		record Seen(String traceId, String spanId, boolean sampled) {
		}

	}

	static class Batching {

		@GlobalBufferListener(buffer = "imu", startFrom = StartPosition.OLDEST, autoStartup = "false")
		void receive(List<double[]> samples) {
		}

	}

	static class Failing {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new IllegalStateException("no more");
		}

	}

	static class Doubling {

		@GlobalBufferListener(buffer = "imu", sendTo = "doubled")
		double[] doubled(double[] sample) {
			return new double[] { 2 * sample[0], 2 * sample[1] };
		}

		@GlobalBufferListener("doubled")
		void receive(double[] sample) {
		}

	}

}
