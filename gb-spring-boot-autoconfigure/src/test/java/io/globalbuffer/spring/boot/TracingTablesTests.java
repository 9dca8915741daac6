// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.Arrays;
import java.util.List;

import io.micrometer.common.docs.KeyName;
import org.junit.jupiter.api.Test;

import io.globalbuffer.spring.boot.observation.GlobalBufferListenerObservation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of docs/tracing.md against the code.
 */
class TracingTablesTests {

	private final DocumentedTables tables = DocumentedTables.of("tracing.md");

	@Test
	void theKeysAreThoseOfTheObservation() {
		GlobalBufferListenerObservation observation = GlobalBufferListenerObservation.LISTENER_PROCESS;
		assertThat(this.tables.names("## Names", "low-cardinality key"))
			.containsExactlyElementsOf(names(observation.getLowCardinalityKeyNames()));
		assertThat(this.tables.names("## Names", "high-cardinality key"))
			.containsExactlyElementsOf(names(observation.getHighCardinalityKeyNames()));
	}

	private static List<String> names(KeyName... keys) {
		return Arrays.stream(keys).map(KeyName::asString).toList();
	}

}
