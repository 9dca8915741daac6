// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a reader of {@link CheckedWords} found.
 *
 * @param delivered samples read in order
 * @param overruns samples it was too late for
 * @param torn samples read in order that were not whole, or not the one they were said to
 * be
 * @param disordered samples read in order that were not newer than the one before
 * @param last the last one read in order, -1 if there was none
 * @param newest how often the newest was read
 * @param newestTorn how often it was not whole
 * @param fallen how often it was older than the one before
 * @param contended how often a read gave up because the writer was faster
 */
record ReadFigures(long delivered, long overruns, long torn, long disordered, long last, long newest, long newestTorn,
		long fallen, long contended) {

	static ReadFigures of(JsonNode reply) {
		return new ReadFigures(reply.path("delivered").asLong(), reply.path("overruns").asLong(),
				reply.path("torn").asLong(), reply.path("disordered").asLong(), reply.path("last").asLong(),
				reply.path("newest").asLong(), reply.path("newest_torn").asLong(), reply.path("fallen").asLong(),
				reply.path("contended").asLong());
	}

}
