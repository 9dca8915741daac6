// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.globalbuffer.spring.replication.Replication;

/**
 * All declared buffers as endpoint, health and meters see them. Immutable.
 */
public final class MonitoredBuffers {

	private final Path directory;

	private final Map<String, MonitoredBuffer> buffers;

	/**
	 * Creates a collection.
	 * @param directory the folder of the segments
	 * @param buffers the buffers, each of its own name
	 */
	public MonitoredBuffers(Path directory, Collection<MonitoredBuffer> buffers) {
		this.directory = directory;
		Map<String, MonitoredBuffer> byName = new LinkedHashMap<>();
		buffers.forEach((buffer) -> byName.put(buffer.definition().name(), buffer));
		this.buffers = Collections.unmodifiableMap(byName);
	}

	/**
	 * The folder of the segments.
	 * @return the folder
	 */
	public Path directory() {
		return this.directory;
	}

	/**
	 * The buffers by name, in the order of their declaration.
	 * @return an unmodifiable map
	 */
	public Map<String, MonitoredBuffer> byName() {
		return this.buffers;
	}

	/**
	 * The replications of all buffers.
	 * @return an unmodifiable list
	 */
	public List<Replication> replications() {
		return this.buffers.values().stream().flatMap((buffer) -> buffer.replications().stream()).toList();
	}

	/**
	 * The buffer of a name.
	 * @param name a declared name
	 * @return the buffer, or empty if none is declared by that name
	 */
	public Optional<MonitoredBuffer> find(String name) {
		return Optional.ofNullable(this.buffers.get(name));
	}

}
