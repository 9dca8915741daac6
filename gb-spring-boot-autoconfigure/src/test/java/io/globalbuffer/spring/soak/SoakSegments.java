// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The segments' names of all streams. Immutable.
 */
final class SoakSegments {

	/** In the order of the streams. */
	private final List<String> names;

	SoakSegments(Supplier<String> names) {
		this.names = Stream.generate(names).limit(SoakStream.values().length).toList();
	}

	String of(SoakStream stream) {
		return this.names.get(Arrays.asList(SoakStream.values()).indexOf(stream));
	}

	Collection<String> all() {
		return this.names;
	}

}
