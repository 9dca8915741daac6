// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;

/**
 * An application in a process of its own, with every auto-configuration there is, that
 * writes or listens to the buffer imu. It is told what to do by lines: {@code ready},
 * {@code write} in a span and answer with its ids, or answer with the {@code next} thing
 * that the listener saw.
 */
final class TracedApplication {

	private static final String UNKNOWN = "-";

	private TracedApplication() {
	}

	/** Starts an application that writes. */
	static JavaProcess writer(Path directory, String... properties) {
		return start(Writing.class, directory, properties);
	}

	/** Starts an application that listens. */
	static JavaProcess listener(Path directory, String... properties) {
		return start(Listening.class, directory, properties);
	}

	private static JavaProcess start(Class<?> application, Path directory, String... properties) {
		String[] arguments = Stream
			.concat(Stream.of(application.getName(), "--globalbuffer.directory=" + directory,
					"--management.tracing.sampling.probability=1"), Stream.of(properties).map("--"::concat))
			.toArray(String[]::new);
		return JavaProcess.start(JavaCommand.of(TracedApplication.class, arguments)
			.with(JavaCommand.QUICK_START, JavaCommand.NATIVE_ACCESS, "-Dspring.devtools.restart.enabled=false",
					"-Dspring.main.banner-mode=off"));
	}

	static void main(String[] arguments) throws Exception {
		// the answers alone go to the parent
		System.setOut(System.err);
		ApplicationContext context = new SpringApplicationBuilder(Class.forName(arguments[0]))
			.web(WebApplicationType.NONE)
			.run(Stream.of(arguments).skip(1).toArray(String[]::new));
		ParentProcess.obey((command) -> switch (command) {
			case "ready" -> "ready";
			case "write" -> write(context);
			case "next" -> context.getBean(Listener.class).seen.take().line();
			default -> throw new IllegalArgumentException(command);
		});
	}

	@SuppressWarnings("unchecked")
	private static String write(ApplicationContext context) {
		Tracer tracer = context.getBean(Tracer.class);
		Span span = tracer.nextSpan().name("write").start();
		try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
			context.getBean("imu", ArrayWriter.class).write(new double[] { 1, 2 });
		}
		finally {
			span.end();
		}
		return span.context().traceId() + " " + span.context().spanId();
	}

	/**
	 * What a listener saw of a sample.
	 *
	 * @param traceId of the current span
	 * @param spanId of the current span
	 * @param parentId of the current span; zeros or a dash without one
	 * @param age of the sample, if it is known
	 * @param writtenAt when it was, if it is known
	 */
	record Seen(String traceId, String spanId, String parentId, Optional<Duration> age, Optional<Instant> writtenAt) {

		static Seen of(String line) {
			String[] words = line.split(" ", 5);
			return new Seen(words[0], words[1], words[2],
					Optional.of(words[3]).filter(Seen::known).map(Duration::parse),
					Optional.of(words[4]).filter(Seen::known).map(Instant::parse));
		}

		String line() {
			return String.join(" ", this.traceId, this.spanId, this.parentId,
					this.age.map(Duration::toString).orElse(UNKNOWN),
					this.writtenAt.map(Instant::toString).orElse(UNKNOWN));
		}

		private static boolean known(String word) {
			return !word.equals(UNKNOWN);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Writing {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listener.class)
	static class Listening {

	}

	static class Listener {

		private final Tracer tracer;

		private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

		Listener(Tracer tracer) {
			this.tracer = tracer;
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample, SampleMetadata metadata) {
			TraceContext current = Objects.requireNonNull(this.tracer.currentTraceContext().context());
			this.seen.add(new Seen(current.traceId(), current.spanId(),
					Objects.requireNonNullElse(current.parentId(), UNKNOWN), metadata.origin().age(),
					metadata.writtenAt()));
		}

	}

}
