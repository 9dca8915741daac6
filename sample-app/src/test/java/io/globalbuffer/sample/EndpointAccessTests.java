// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;

import io.globalbuffer.spring.boot.test.AutoConfigureGlobalBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint as it is exposed unless somebody says otherwise.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureGlobalBuffer
@DirtiesContext
class EndpointAccessTests {

	@Value("${local.server.port}")
	private int port;

	@Test
	void listenersCannotBeOperated() throws Exception {
		URI listener = URI
			.create("http://localhost:" + this.port + "/actuator/globalbuffer/host-pulse/hostListener.onPulse");
		HttpRequest request = HttpRequest.newBuilder(listener)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"action\":\"stop\"}"))
			.build();
		assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
	}

}
