// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All declared buffers, in the order of their declaration. Immutable.
 */
public final class BufferDefinitions {

	private final Map<String, BufferDefinition> definitions;

	/**
	 * Creates a collection.
	 * @param definitions the declared buffers, each of its own name
	 */
	public BufferDefinitions(Collection<BufferDefinition> definitions) {
		Map<String, BufferDefinition> byName = new LinkedHashMap<>();
		definitions.forEach((definition) -> byName.put(definition.name(), definition));
		this.definitions = Collections.unmodifiableMap(byName);
	}

	/**
	 * The declared names.
	 * @return an unmodifiable set
	 */
	public Set<String> names() {
		return this.definitions.keySet();
	}

	/**
	 * The declared buffers.
	 * @return an unmodifiable collection
	 */
	public Collection<BufferDefinition> all() {
		return this.definitions.values();
	}

	/**
	 * The buffer of a name.
	 * @param name a declared name
	 * @return the buffer, or empty if none is declared by that name
	 */
	public Optional<BufferDefinition> find(String name) {
		return Optional.ofNullable(this.definitions.get(name));
	}

}
