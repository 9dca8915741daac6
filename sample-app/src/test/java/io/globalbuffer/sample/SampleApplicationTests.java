// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.statistics.PulseStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

class SampleApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newHttpClient();

	private Path directory;

	@BeforeEach
	void createDirectory() throws IOException {
		Path memory = Path.of("/dev/shm");
		this.directory = Files.isDirectory(memory) ? Files.createTempDirectory(memory, "sample")
				: Files.createTempDirectory("sample");
	}

	@AfterEach
	void deleteDirectory() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory);
	}

	@Test
	void allStreamsAreWrittenAndHeard() {
		try (ConfigurableApplicationContext context = start()) {
			await().atMost(PATIENCE).untilAsserted(() -> {
				JsonNode buffers = buffers(context);
				for (String name : new String[] { "host-pulse", "host-status", "pulse-statistics" }) {
					assertThat(buffers.at("/" + name + "/writer").asString()).isEqualTo("active");
					assertThat(buffers.at("/" + name + "/rate").asDouble()).isPositive();
					assertThat(buffers.at("/" + name + "/listeners").asInt()).isPositive();
				}
				assertThat(buffers.at("/python-wave/writer").asString()).isEqualTo("never-seen");
			});
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard(context)).contains("\"busiest\"", "\"p99\""));
		}
	}

	@Test
	void aRestartGoesOnWhereTheStreamStopped() throws Exception {
		long before;
		try (ConfigurableApplicationContext context = start()) {
			await().atMost(PATIENCE).until(() -> buffers(context).at("/host-pulse/sequence").asLong() > 100);
			before = buffers(context).at("/host-pulse/sequence").asLong();
		}
		try (ConfigurableApplicationContext context = start()) {
			await().atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(buffers(context).at("/host-pulse/sequence").asLong()).isGreaterThan(before));
		}
	}

	@Test
	void theDetailsOfAStreamAreShown() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			await().atMost(PATIENCE).untilAsserted(() -> {
				JsonNode pulse = json(context, "/actuator/globalbuffer/host-pulse");
				assertThat(pulse.at("/layout/dtype").asString()).isEqualTo("float64");
				assertThat(pulse.at("/layout/shape/0").asInt()).isGreaterThanOrEqualTo(5);
				assertThat(pulse.at("/layout/capacity").asInt()).isEqualTo(1000);
				assertThat(pulse.at("/writer/pid").asLong()).isEqualTo(ProcessHandle.current().pid());
				assertThat(pulse.at("/sequence").isNumber()).isTrue();
				assertThat(pulse.at("/rate").isNumber()).isTrue();
				assertThat(pulse.at("/listeners/hostListener.onPulse/delivered").asLong()).isPositive();
			});
			JsonNode status = json(context, "/actuator/globalbuffer/host-status");
			assertThat(status.at("/declared").asString()).isEqualTo(HostStatus.class.getName() + " messages");
			assertThat(status.at("/layout/maxBytes").asInt()).isEqualTo(2048);
			JsonNode wave = json(context, "/actuator/globalbuffer/python-wave");
			assertThat(wave.propertyNames()).doesNotContain("layout", "sequence", "rate", "lastChangeSeen")
				.contains("writer", "listeners");
			assertThat(wave.at("/listeners/waveListener.onWave/state").asString()).isEqualTo("waiting");
		}
	}

	@Test
	void theDerivedStreamFollowsTheOneItIsMadeOf() throws Exception {
		try (ConfigurableApplicationContext context = start();
				BufferReader<PulseStatistics> reader = GlobalBuffer.attach("pulse-statistics")
					.directory(this.directory)
					.as(PulseStatistics.class)) {
			await().atMost(PATIENCE).untilAsserted(() -> {
				PulseStatistics statistics = reader.latest().orElseThrow().value();
				assertThat(statistics.samples()).isEqualTo(200);
				assertThat(statistics.mean()).isPositive().isLessThanOrEqualTo(statistics.max());
				assertThat(statistics.p99()).isPositive().isLessThanOrEqualTo(statistics.max());
				assertThat(statistics.busy()).isBetween(0.0, 1.0);
			});
			long messages = buffers(context).at("/pulse-statistics/sequence").asLong() + 1;
			assertThat(messages * 20).isLessThanOrEqualTo(buffers(context).at("/host-pulse/sequence").asLong() + 1);
		}
	}

	@Test
	void anUnknownStreamIsNotFound() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(get(context, "/actuator/globalbuffer/absent").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void theApplicationIsHealthyWithoutThePythonProcess() throws Exception {
		try (ConfigurableApplicationContext context = start("--management.endpoint.health.show-details=always")) {
			HttpResponse<String> response = get(context, "/actuator/health/globalbuffer");
			assertThat(response.statusCode()).isEqualTo(200);
			JsonNode health = JsonMapper.shared().readTree(response.body());
			assertThat(health.at("/components/host-pulse/status").asString()).isEqualTo("UP");
			assertThat(health.at("/components/host-pulse/details/listeners/hostListener.onPulse").asString())
				.isEqualTo("running");
			assertThat(health.at("/components/host-status/status").asString()).isEqualTo("UP");
			assertThat(health.at("/components/python-wave/status").asString()).isEqualTo("UNKNOWN");
			assertThat(json(context, "/actuator/health").at("/status").asString()).isEqualTo("UP");
		}
	}

	@Test
	void aSecondInstanceFailsWhileTheFirstOneWrites() {
		try (ConfigurableApplicationContext context = start()) {
			assertThatException()
				.isThrownBy(() -> start("--globalbuffer.buffers.host-pulse.take-over-timeout=0s",
						"--globalbuffer.buffers.host-status.take-over-timeout=0s",
						"--globalbuffer.buffers.pulse-statistics.take-over-timeout=0s")
					.close())
				.havingRootCause()
				.isInstanceOf(WriterConflictException.class);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void aStartThatFailsLeavesNoThreadBehind() throws Exception {
		try (ServerSocket taken = new ServerSocket(0)) {
			assertThatException().isThrownBy(() -> run("--server.port=" + taken.getLocalPort()).close())
				.withCauseInstanceOf(WebServerException.class);
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("live-") || name.startsWith("host-")
						|| name.startsWith("globalbuffer-")));
	}

	@Test
	void switchedOffItStartsWithoutBuffers() {
		try (ConfigurableApplicationContext context = start("--globalbuffer.enabled=false")) {
			assertThat(context.getBeanNamesForType(BufferWriter.class)).isEmpty();
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	private ConfigurableApplicationContext start(String... more) {
		return run(Stream.concat(Stream.of("--server.port=0"), Stream.of(more)).toArray(String[]::new));
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return SpringApplication.run(SampleApplication.class,
				Stream.concat(Stream.of("--globalbuffer.directory=" + this.directory), Stream.of(arguments))
					.toArray(String[]::new));
	}

	private JsonNode buffers(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		return json(context, "/actuator/globalbuffer").get("buffers");
	}

	private JsonNode json(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(get(context, path).body());
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		return this.client.send(request(context, path), BodyHandlers.ofString());
	}

	private String heard(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		HttpResponse<Stream<String>> response = this.client.send(request(context, "/stream"), BodyHandlers.ofLines());
		try (Stream<String> lines = response.body()) {
			return lines.filter((line) -> line.startsWith("data:")).limit(10).toList().toString();
		}
	}

	private static HttpRequest request(ConfigurableApplicationContext context, String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
	}

}
