// SPDX-License-Identifier: Apache-2.0
package com.acme.thermometer;

import java.util.concurrent.TimeUnit;

import io.globalbuffer.spring.boot.test.AutoConfigureGlobalBuffer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureGlobalBuffer
class ThermometerApplicationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Thermometer thermometer;

	@Autowired
	private Display display;

	@Test
	void whatIsMeasuredIsShown() throws InterruptedException {
		Double shown = null;
		// the listener starts with samples written after it attached
		for (int i = 0; i < 600 && shown == null; i++) {
			this.thermometer.measure(21.5);
			shown = this.display.shown.poll(100, TimeUnit.MILLISECONDS);
		}
		assertThat(shown).isEqualTo(21.5);
	}

	@Test
	void theEndpointTellsOfTheBuffer() {
		assertThat(get("/actuator/globalbuffer")).contains("\"temperature\":{\"kind\":\"array\"",
				"\"writer\":\"active\"", "\"listeners\":1");
		assertThat(get("/actuator/globalbuffer/temperature")).contains("\"display.show\":{\"state\":\"running\"");
	}

	private String get(String path) {
		return RestClient.create("http://localhost:" + this.port).get().uri(path).retrieve().requiredBody(String.class);
	}

}
