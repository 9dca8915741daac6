// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All replications of an application, in the order of their declaration. Immutable.
 */
public final class ReplicationRegistry {

	private final Map<String, Replication> replications;

	/**
	 * Creates a registry.
	 * @param replications the replications, each of its own name
	 */
	public ReplicationRegistry(Collection<? extends Replication> replications) {
		Map<String, Replication> byName = new LinkedHashMap<>();
		replications.forEach((replication) -> byName.put(replication.definition().name(), replication));
		this.replications = Collections.unmodifiableMap(byName);
	}

	/**
	 * All replications.
	 * @return an unmodifiable collection
	 */
	public Collection<Replication> all() {
		return this.replications.values();
	}

	/**
	 * The replication of a name.
	 * @param name a declared name
	 * @return the replication, or empty if none is declared by that name
	 */
	public Optional<Replication> find(String name) {
		return Optional.ofNullable(this.replications.get(name));
	}

	/**
	 * The replications that publish or fill a buffer.
	 * @param buffer the declared buffer's name
	 * @return an unmodifiable list, empty if there are none
	 */
	public List<Replication> ofBuffer(String buffer) {
		return all().stream().filter((replication) -> replication.definition().buffer().name().equals(buffer)).toList();
	}

}
