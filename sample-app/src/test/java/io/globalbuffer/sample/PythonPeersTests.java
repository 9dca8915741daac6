// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample beside real Python processes, in the one directory that Python knows.
 */
class PythonPeersTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String pulse = PeerNames.random();

	private final String status = PeerNames.random();

	private final String wave = PeerNames.random();

	private final String statistics = PeerNames.random();

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	@BeforeEach
	void startSample() {
		this.context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--globalbuffer.directory=" + PeerNames.DIRECTORY,
				"--globalbuffer.buffers.host-pulse.segment=" + this.pulse,
				"--globalbuffer.buffers.host-status.segment=" + this.status,
				"--globalbuffer.buffers.python-wave.segment=" + this.wave,
				"--globalbuffer.buffers.pulse-statistics.segment=" + this.statistics);
	}

	@AfterEach
	void stopSample() {
		this.context.close();
		PeerNames.unlink(this.pulse);
		PeerNames.unlink(this.status);
		PeerNames.unlink(this.wave);
		PeerNames.unlink(this.statistics);
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aPythonPeerReadsFramesAndDecodesMessagesWithItsModel(PythonVersion version) throws IOException {
		try (PythonPeer peer = PythonPeer.start(version)) {
			PeerReader frames = peer.attach(this.pulse);
			assertThat(frames.nextArray(PATIENCE).doubles()).hasSizeGreaterThanOrEqualTo(5).doesNotContain(Double.NaN);
			assertThat(frames.readNext(100, PATIENCE).await()).returns(100L, (summary) -> summary.delivered())
				.returns(0L, (summary) -> summary.overruns());
			peer.define(Files.readString(Path.of("python", "host_status.py")));
			com.fasterxml.jackson.databind.JsonNode message = peer.attach(this.status, "HostStatus")
				.nextMessage(PATIENCE);
			assertThat(message.at("/total").asLong()).isGreaterThan(message.at("/available").asLong());
			assertThat(message.at("/uptime").asDouble()).isPositive();
			assertThat(message.at("/busiest").isArray()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void theListenerReceivesWhatAPythonPeerWritesAlsoAfterItWasKilledAndStartedAgain(PythonVersion version) {
		long heard = 0;
		for (int start = 0; start < 3; start++) {
			try (PythonPeer peer = PythonPeer.start(version)) {
				peer.unlink(this.wave);
				PeerWriter writer = peer.createArray(this.wave, "float64", 250, 2);
				for (int i = 0; i < 20; i++) {
					writer.write(i / 50.0, Math.sin(i));
				}
				long expected = heard + 20;
				await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivered()).isEqualTo(expected));
				heard = expected;
				peer.kill();
			}
		}
		assertThat(wave().at("/listeners/waveListener.onWave/overruns").asLong()).isZero();
	}

	private long delivered() {
		return wave().at("/listeners/waveListener.onWave/delivered").asLong();
	}

	private JsonNode wave() {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://localhost:" + port + "/actuator/globalbuffer/python-wave");
		try {
			return JsonMapper.shared()
				.readTree(this.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
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
