// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came of attaching again and again.
 *
 * @param whole attached, with the right layout and the right first sample
 * @param notFound there was no segment
 * @param notReady the segment was not finished yet
 * @param others whatever else happened, and how often
 */
record AttachFigures(long whole, long notFound, long notReady, Map<String, Long> others) {

	static AttachFigures of(JsonNode reply) {
		Map<String, Long> others = new TreeMap<>();
		reply.path("others").properties().forEach((other) -> others.put(other.getKey(), other.getValue().asLong()));
		return new AttachFigures(reply.path("whole").asLong(), reply.path("not_found").asLong(),
				reply.path("not_ready").asLong(), others);
	}

	long attempts() {
		return this.whole + this.notFound + this.notReady + other();
	}

	long other() {
		return this.others.values().stream().mapToLong(Long::longValue).sum();
	}

}
