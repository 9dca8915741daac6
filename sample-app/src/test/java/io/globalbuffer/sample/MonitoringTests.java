// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import io.globalbuffer.spring.boot.test.AutoConfigureGlobalBuffer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the running sample shows over HTTP is what docs/monitoring.md says, no more and no
 * less.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "globalbuffer.listener.timer-enabled=true",
		"globalbuffer.buffers.host-pulse.publish-time=true", "management.endpoint.health.show-details=always",
		// measured without a broker, since it never runs
		"globalbuffer.replication.pulse-out.direction=publish", "globalbuffer.replication.pulse-out.buffer=host-pulse",
		"globalbuffer.replication.pulse-out.topic=pulses", "globalbuffer.replication.pulse-out.auto-startup=false" })
@AutoConfigureGlobalBuffer
@DirtiesContext
class MonitoringTests {

	private static final Set<String> BUFFERS = Set.of("host-pulse", "host-status", "pulse-statistics", "python-wave");

	/** The name that a timer's longest time gets. */
	private static final String MAX = "_max";

	@LocalServerPort
	private int port;

	@Test
	void theScrapeHasTheDocumentedMetersAndNoOthers() throws IOException {
		Map<String, PrometheusFamily> documented = documentedFamilies();
		await().atMost(30, SECONDS).untilAsserted(() -> assertThat(scraped()).isEqualTo(documented));
	}

	@Test
	void everyBufferAndListenerIsMeasured() {
		await().atMost(30, SECONDS).untilAsserted(() -> {
			List<String> written = lines("globalbuffer_written_samples_total");
			assertThat(written).hasSize(BUFFERS.size());
			assertThat(BUFFERS).allSatisfy((buffer) -> assertThat(written).anyMatch((line) -> line.contains(buffer)));
			assertThat(lines("globalbuffer_listener_delivered_samples_total"))
				.anyMatch((line) -> line.contains("listener=\"hostListener.onPulse\"") && !line.endsWith(" 0.0"))
				.anyMatch((line) -> line.contains("listener=\"statisticsListener.onPulse\"") && !line.endsWith(" 0.0"));
			assertThat(lines("globalbuffer_writer_alive"))
				.anyMatch((line) -> line.contains("host-pulse") && line.endsWith(" 1.0"))
				.anyMatch((line) -> line.contains("python-wave") && line.endsWith(" 0.0"));
		});
	}

	@Test
	void healthHasAComponentForEachBufferWithDocumentedStatusesAndDetails() throws IOException {
		DocumentedTable writers = DocumentedTable.ofMonitoring("writer state");
		Map<String, String> statusOfWriter = new HashMap<>();
		writers.rows()
			.forEach((row) -> statusOfWriter.put(DocumentedTable.codes(row, "writer state").getFirst(),
					Objects.requireNonNull(row.get("health"))));
		List<String> details = DocumentedTable.ofMonitoring("detail").codes("detail");
		List<String> listenerStates = DocumentedTable.ofMonitoring("listener state").codes("listener state");
		List<String> statuses = DocumentedTable.ofMonitoring("status").codes("status");
		await().atMost(30, SECONDS).untilAsserted(() -> {
			JsonNode components = JsonMapper.shared().readTree(get("/actuator/health/globalbuffer")).get("components");
			assertThat(components.propertyNames()).containsExactlyInAnyOrderElementsOf(BUFFERS);
			components.forEach((component) -> {
				String status = component.get("status").asString();
				assertThat(statuses).contains(status);
				assertThat(details).containsAll(component.get("details").propertyNames());
				assertThat(status).isEqualTo(statusOfWriter.get(component.at("/details/writer").asString()));
				component.at("/details/listeners")
					.forEach((listener) -> assertThat(listenerStates).contains(listener.asString()));
			});
			assertThat(components.at("/host-pulse/status").asString()).isEqualTo("UP");
			assertThat(components.at("/python-wave/status").asString()).isEqualTo("UNKNOWN");
		});
	}

	private static Map<String, PrometheusFamily> documentedFamilies() throws IOException {
		Map<String, PrometheusFamily> families = new TreeMap<>();
		for (Map<String, String> row : DocumentedTable.ofMonitoring("meter").rows()) {
			String name = prometheusName(row);
			Set<String> labels = new TreeSet<>(DocumentedTable.codes(row, "tags"));
			switch (Objects.requireNonNull(row.get("type"))) {
				case "counter" -> families.put(name + "_total", new PrometheusFamily("counter", labels));
				case "gauge" -> families.put(name, new PrometheusFamily("gauge", labels));
				case "timer" -> {
					families.put(name, new PrometheusFamily("summary", labels));
					families.put(name + MAX, new PrometheusFamily("gauge", labels));
				}
				default -> throw new IllegalStateException("Neither counter, gauge nor timer: " + row);
			}
		}
		return families;
	}

	private static String prometheusName(Map<String, String> row) {
		String name = DocumentedTable.codes(row, "meter").getFirst().replace('.', '_').toLowerCase(Locale.ROOT);
		String unit = Objects.requireNonNull(row.get("unit"));
		return (unit.isEmpty() || name.endsWith("_" + unit)) ? name : name + "_" + unit;
	}

	private Map<String, PrometheusFamily> scraped() {
		Map<String, PrometheusFamily> families = new TreeMap<>(PrometheusFamily.parse(scrape()));
		Set<String> others = new HashSet<>(families.keySet());
		others.removeIf((name) -> name.startsWith("globalbuffer_"));
		families.keySet().removeAll(others);
		return families;
	}

	private List<String> lines(String family) {
		return scrape().lines().filter((line) -> line.startsWith(family + "{")).toList();
	}

	private String scrape() {
		return get("/actuator/prometheus");
	}

	private String get(String path) {
		return RestClient.create("http://localhost:" + this.port).get().uri(path).retrieve().requiredBody(String.class);
	}

}
