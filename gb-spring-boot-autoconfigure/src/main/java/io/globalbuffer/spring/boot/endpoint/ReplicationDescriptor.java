// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A replication.
 *
 * @param direction {@code publish} or {@code mirror}
 * @param buffer the declared buffer's name
 * @param topic the topic's name
 * @param stream the key of its records
 * @param state its state, for example {@code running}
 * @param problem what it waits for, or why it fails; {@code null} if it runs or was
 * stopped
 * @param samples samples that the topic has acknowledged, or that were written
 * @param bytes bytes of these
 * @param skipped samples left out on purpose
 * @param repeated records that came again
 * @param lost samples that are lost
 */
public record ReplicationDescriptor(String direction, String buffer, String topic, String stream, String state,
		@Nullable String problem, long samples, long bytes, long skipped, long repeated,
		Lost lost) implements OperationResponseBody {

	/**
	 * Where samples were lost.
	 *
	 * @param source before they were sent
	 * @param transit on their way
	 * @param local when they were written
	 */
	public record Lost(long source, long transit, long local) {
	}

}
