// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.globalbuffer.sample.host.HostStatus.BusyProcess;

import static org.assertj.core.api.Assertions.assertThat;

class HostStatusSchemaTests {

	@Test
	void theSchemaRequiresTheComponentsOfTheRecords() throws IOException {
		JsonNode schema = JsonMapper.shared().readTree(text());
		assertThat(required(schema)).isEqualTo(components(HostStatus.class));
		assertThat(required(schema.at("/$defs/BusyProcess"))).isEqualTo(components(BusyProcess.class));
	}

	@Test
	void theTextIsAsPythonWritesIt() throws IOException {
		assertThat(text()).startsWith("{\"$defs\":{\"BusyProcess\":{\"properties\":{\"name\":")
			.endsWith("\"title\":\"HostStatus\",\"type\":\"object\"}");
	}

	private static String text() throws IOException {
		try (InputStream resource = HostStatus.class.getResourceAsStream("/host-status.schema.json")) {
			return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private static List<String> required(JsonNode schema) {
		return schema.get("required").valueStream().map(JsonNode::stringValue).toList();
	}

	private static List<String> components(Class<? extends Record> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

}
