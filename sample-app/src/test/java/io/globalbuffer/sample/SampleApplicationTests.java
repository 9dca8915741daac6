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

import io.globalbuffer.BufferWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
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
	void bothStreamsAreWrittenAndHeard() {
		try (ConfigurableApplicationContext context = start()) {
			await().atMost(PATIENCE).untilAsserted(() -> {
				JsonNode buffers = buffers(context);
				for (String name : new String[] { "host-pulse", "host-status" }) {
					assertThat(buffers.at("/" + name + "/writer").asString()).isEqualTo("active");
					assertThat(buffers.at("/" + name + "/rate").asDouble()).isPositive();
					assertThat(buffers.at("/" + name + "/listeners").asInt()).isEqualTo(1);
				}
				assertThat(buffers.at("/python-wave/writer").asString()).isEqualTo("never-seen");
			});
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard(context)).contains("\"busiest\""));
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
	void switchedOffItStartsWithoutBuffers() {
		try (ConfigurableApplicationContext context = start("--globalbuffer.enabled=false")) {
			assertThat(context.getBeanNamesForType(BufferWriter.class)).isEmpty();
			assertThat(this.directory).isEmptyDirectory();
		}
	}

	private ConfigurableApplicationContext start(String... more) {
		return SpringApplication.run(SampleApplication.class,
				Stream
					.concat(Stream.of("--server.port=0", "--globalbuffer.directory=" + this.directory), Stream.of(more))
					.toArray(String[]::new));
	}

	private JsonNode buffers(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		String body = this.client.send(request(context, "/actuator/globalbuffer"), BodyHandlers.ofString()).body();
		return JsonMapper.shared().readTree(body).get("buffers");
	}

	private String heard(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		HttpResponse<Stream<String>> response = this.client.send(request(context, "/stream"), BodyHandlers.ofLines());
		try (Stream<String> lines = response.body()) {
			return lines.filter((line) -> line.startsWith("data:")).limit(4).toList().toString();
		}
	}

	private static HttpRequest request(ConfigurableApplicationContext context, String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
	}

}
