// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.host.HostStatus.BusyProcess;
import io.globalbuffer.sample.statistics.PulseStatistics;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class LiveFeedTests {

	private static final double[] PULSE = { 63.44, 1000, 500, 2, 0.25, 0.75 };

	private static final Pattern LATENESS = Pattern.compile("\\[[0-9.E]+,([0-9.]+),0\\.0\\]");

	/** Of a page that has heard nothing but pulses. */
	private static final Pattern AGE = Pattern.compile("\"ages\":\\{\"pulse\":([0-9.E]+)\\}");

	private static final int SMALL_BUFFER = 4096;

	private static final int MORE_THAN_THE_KERNEL_BUFFERS = 6_000_000;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() {
		this.context = SpringApplication.run(PageOnly.class, "--spring.config.name=none", "--server.port=0",
				"--server.tomcat.connection-timeout=2s", "--spring.lifecycle.timeout-per-shutdown-phase=3s");
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void aBrowserFirstGetsWhatWasHeardBefore() throws Exception {
		signals().addStatus(new HostStatus(0.5, 0.25, 0.125, 2048, 1024, 60, List.of(new BusyProcess(17, "né", 0.5))));
		signals().addPulse(PULSE, 7);
		signals().addStatistics(new PulseStatistics(200, 61.25, 99.5, 120, 0.5));
		signals().addWave(1.5, 0.25);
		try (Stream<String> lines = connect()) {
			assertThat(lines.filter((line) -> line.startsWith("data:")).limit(12))
				.anySatisfy((line) -> assertThat(line).containsPattern("\"points\":\\[\\[[0-9.E]+,63\\.4,0\\.5\\]\\]"))
				.anySatisfy((line) -> assertThat(line).containsPattern("\"points\":\\[\\[[0-9.E]+,0\\.25,1\\.5\\]\\]"))
				.anySatisfy((line) -> assertThat(line).contains("\"sequence\":7", "[63.44,1000.0,500.0,2.0,0.25,0.75]"))
				.anySatisfy((line) -> assertThat(line).contains("\"name\":\"né\"", "\"load15\":0.125"))
				.anySatisfy((line) -> assertThat(line).contains(",61.3,99.5]]", "\"samples\":200", "\"p99\":99.5"));
		}
	}

	@Test
	void everyPulseIsSentOnce() throws Exception {
		try (Stream<String> lines = connect()) {
			Thread.ofPlatform().start(() -> {
				for (int i = 1; i <= 1000; i++) {
					signals().addPulse(new double[] { i, 0, 0, 0, 0 }, i);
					LockSupport.parkNanos(200_000);
				}
			});
			List<Double> heard = new ArrayList<>();
			Iterator<String> iterator = lines.iterator();
			while (heard.isEmpty() || heard.getLast() < 1000) {
				LATENESS.matcher(iterator.next())
					.results()
					.map((point) -> Double.valueOf(point.group(1)))
					.forEach(heard::add);
			}
			assertThat(heard).isEqualTo(IntStream.rangeClosed(1, 1000).mapToObj(Double::valueOf).toList());
		}
	}

	@Test
	void aSignalThatStandsStillIsSaidToBeOld() throws Exception {
		signals().addPulse(PULSE, 1);
		try (Stream<String> lines = connect()) {
			Iterator<Double> ages = lines.flatMap((line) -> AGE.matcher(line).results())
				.map((age) -> Double.valueOf(age.group(1)))
				.iterator();
			double age = 0;
			while (age < 1000) {
				double next = ages.next();
				assertThat(next).isGreaterThanOrEqualTo(age);
				age = next;
			}
			signals().addPulse(PULSE, 2);
			double old = age;
			while (age >= old) {
				age = ages.next();
			}
		}
	}

	@Test
	void closingTheApplicationEndsTheConnectionAtOnce() throws Exception {
		try (Stream<String> lines = connect()) {
			Thread closing = Thread.ofPlatform().start(this.context::close);
			assertThat(readToTheEnd(lines)).isPositive();
			assertThat(closing.join(Duration.ofSeconds(5))).isTrue();
		}
	}

	/** Whether the server takes leave or hangs up is up to how fast it stops. */
	private static long readToTheEnd(Stream<String> lines) {
		LongAdder read = new LongAdder();
		try {
			lines.forEach((line) -> read.increment());
		}
		catch (UncheckedIOException ex) {
			assertThat(ex).hasRootCauseInstanceOf(EOFException.class);
		}
		return read.sum();
	}

	@Test
	void aBrowserThatDoesNotReadHoldsNobodyUp() throws Exception {
		try (Socket stuck = new Socket()) {
			stuck.setReceiveBufferSize(SMALL_BUFFER);
			stuck.connect(new InetSocketAddress("localhost", port()));
			stuck.getOutputStream()
				.write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(firstLine(stuck.getInputStream())).contains("200");
			try (Stream<String> lines = connect()) {
				flood();
				long read = 0;
				Iterator<String> iterator = lines.iterator();
				while (read < MORE_THAN_THE_KERNEL_BUFFERS) {
					read += iterator.next().length();
				}
			}
			Thread closing = Thread.ofPlatform().start(this.context::close);
			assertThat(closing.join(Duration.ofSeconds(5))).isTrue();
		}
	}

	/** A quarter of a million pulses a second, until the application ends. */
	private void flood() {
		Thread.ofPlatform().daemon().start(() -> {
			for (int i = 0; this.context.isActive(); i++) {
				signals().addPulse(PULSE, i);
				if (i % 5000 == 0) {
					LockSupport.parkNanos(20_000_000);
				}
			}
		});
	}

	private static String firstLine(InputStream stream) throws IOException {
		return String.valueOf(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1).readLine());
	}

	private LiveSignals signals() {
		return this.context.getBean(LiveSignals.class);
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private Stream<String> connect() throws IOException, InterruptedException {
		HttpClient client = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/stream")).build();
		HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
		return response.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ LiveSignals.class, LiveFeed.class, LiveController.class })
	static class PageOnly {

	}

}
