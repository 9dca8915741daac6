// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The profiles: a JVM of its own writes, this one reads.
 */
class TwoProcessesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final String[] STREAMS = { "host-pulse", "host-status", "pulse-statistics" };

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
	void whatOneProcessWritesThePageOfTheOtherShows() {
		try (JavaProcess writer = startWriter()) {
			await().atMost(PATIENCE).until(() -> Files.exists(this.directory.resolve("gb_pulse-statistics")));
			try (ConfigurableApplicationContext reader = startReader()) {
				await().atMost(PATIENCE).untilAsserted(() -> {
					JsonNode buffers = buffers(reader);
					for (String name : STREAMS) {
						assertThat(buffers.at("/" + name + "/role").asString()).isEqualTo("reader");
						assertThat(buffers.at("/" + name + "/writer").asString()).isEqualTo("active");
						assertThat(buffers.at("/" + name + "/listeners").asInt()).isEqualTo(1);
					}
				});
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(page(reader)).contains("\"values\"", "\"busiest\"", "\"p99\""));
				assertThat(buffer(reader, "host-pulse").at("/writer/pid").asLong()).isEqualTo(writer.pid());
			}
		}
	}

	@Test
	void aReaderWaitsForItsWriterAndFollowsItThroughAKillAndARestart() throws Exception {
		try (ConfigurableApplicationContext reader = startReader()) {
			for (String name : STREAMS) {
				assertThat(buffers(reader).at("/" + name + "/writer").asString()).isEqualTo("never-seen");
			}
			try (JavaProcess writer = startWriter()) {
				await().atMost(PATIENCE).until(() -> delivered(reader) > 100);
				writer.kill();
			}
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(buffers(reader).at("/host-pulse/writer").asString()).isEqualTo("dead"));
			long sequence = buffers(reader).at("/host-pulse/sequence").asLong();
			long delivered = delivered(reader);
			try (JavaProcess writer = startWriter()) {
				await().atMost(PATIENCE)
					.until(() -> buffers(reader).at("/host-pulse/sequence").asLong(-1) > sequence
							&& delivered(reader) > delivered);
				assertThat(buffer(reader, "host-pulse").at("/writer/pid").asLong()).isEqualTo(writer.pid());
			}
		}
	}

	@Test
	void theWriterHasNoPage() {
		try (ConfigurableApplicationContext writer = start("writer")) {
			await().atMost(PATIENCE)
				.until(() -> buffers(writer).at("/pulse-statistics/writer").asString().equals("active"));
			assertThat(buffers(writer).has("python-wave")).isFalse();
			assertThat(get(writer, "/index.html").statusCode()).isEqualTo(404);
			assertThat(get(writer, "/stream").statusCode()).isEqualTo(404);
		}
	}

	private JavaProcess startWriter() {
		return JavaProcess.start(JavaCommand.of(SampleApplication.class, arguments("writer"))
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START));
	}

	private ConfigurableApplicationContext startReader() {
		return start("reader");
	}

	private ConfigurableApplicationContext start(String profile) {
		return SpringApplication.run(SampleApplication.class, arguments(profile));
	}

	private String[] arguments(String profile) {
		return new String[] { "--spring.profiles.active=" + profile, "--server.port=0",
				"--globalbuffer.directory=" + this.directory };
	}

	private long delivered(ConfigurableApplicationContext reader) {
		return buffer(reader, "host-pulse").at("/listeners/hostListener.onPulse/delivered").asLong();
	}

	private JsonNode buffers(ConfigurableApplicationContext context) {
		return JsonMapper.shared().readTree(get(context, "/actuator/globalbuffer").body()).get("buffers");
	}

	private JsonNode buffer(ConfigurableApplicationContext context, String name) {
		return JsonMapper.shared().readTree(get(context, "/actuator/globalbuffer/" + name).body());
	}

	private String page(ConfigurableApplicationContext reader) {
		try (Stream<String> lines = send(reader, "/stream", BodyHandlers.ofLines()).body()) {
			return lines.filter((line) -> line.startsWith("data:")).limit(10).toList().toString();
		}
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String path) {
		return send(context, path, BodyHandlers.ofString());
	}

	private <T> HttpResponse<T> send(ConfigurableApplicationContext context, String path,
			HttpResponse.BodyHandler<T> handler) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://localhost:" + port + path);
		try {
			return this.client.send(HttpRequest.newBuilder(uri).build(), handler);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
