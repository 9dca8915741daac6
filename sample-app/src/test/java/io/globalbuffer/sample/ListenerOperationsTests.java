// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

import io.globalbuffer.spring.boot.test.AutoConfigureGlobalBuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners operated over HTTP, as an operator does.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoint.globalbuffer.access=unrestricted",
				"management.endpoint.health.show-details=always" })
@AutoConfigureGlobalBuffer
@DirtiesContext
class ListenerOperationsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String LISTENER = "/actuator/globalbuffer/host-pulse/hostListener.onPulse";

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.server.port}")
	private int port;

	@Test
	void aListenerIsStoppedAndStarted() throws Exception {
		assertThat(state(post(LISTENER, "{\"action\":\"stop\"}"))).isEqualTo("stopped");
		JsonNode health = json(get("/actuator/health/globalbuffer/host-pulse"));
		assertThat(health.at("/status").asString()).isEqualTo("UP");
		assertThat(health.at("/details/listeners/hostListener.onPulse").asString()).isEqualTo("stopped");
		assertThat(state(post(LISTENER, "{\"action\":\"start\"}"))).isEqualTo("running");
		awaitDelivery();
	}

	@Test
	void aListenerIsPausedAndResumed() throws Exception {
		post(LISTENER, "{\"action\":\"pause\"}");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(listener().at("/state").asString()).isEqualTo("paused"));
		long skipped = listener().at("/skipped").asLong();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(listener().at("/lag").asLong()).isGreaterThan(2));
		assertThat(post(LISTENER, "{\"action\":\"resume\",\"from\":\"newest\"}").statusCode()).isEqualTo(200);
		awaitDelivery();
		assertThat(listener().at("/skipped").asLong()).isGreaterThan(skipped);
	}

	@Test
	void whatIsNotThereIsNotFound() throws Exception {
		assertThat(post("/actuator/globalbuffer/absent/hostListener.onPulse", "{\"action\":\"stop\"}").statusCode())
			.isEqualTo(404);
		assertThat(post("/actuator/globalbuffer/host-pulse/absent", "{\"action\":\"stop\"}").statusCode())
			.isEqualTo(404);
	}

	@Test
	void anUnknownActionIsRefusedWithWhatIsAllowed() throws Exception {
		HttpResponse<String> response = post(LISTENER, "{\"action\":\"restart\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response).at("/message").asString())
			.isEqualTo("Unknown action 'restart': use start, stop, pause or resume");
		assertThat(post(LISTENER, "{}").statusCode()).isEqualTo(400);
	}

	private void awaitDelivery() throws IOException, InterruptedException {
		long before = listener().at("/delivered").asLong();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(listener().at("/delivered").asLong()).isGreaterThan(before));
	}

	private JsonNode listener() throws IOException, InterruptedException {
		return json(get("/actuator/globalbuffer/host-pulse")).get("listeners").get("hostListener.onPulse");
	}

	private static String state(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return json(response).at("/state").asString();
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(request(path).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return this.client.send(
				request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

}
