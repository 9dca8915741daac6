// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.globalbuffer.internal.os.FileFacts;

/**
 * The segments that this process has mapped to read them: many readers of one share its
 * mapping and its descriptor. Safe for use by many threads.
 */
final class SharedMappings {

	private static final Map<Key, MappedSegment> MAPPED = new ConcurrentHashMap<>();

	private SharedMappings() {
	}

	/**
	 * Finds a segment that is mapped already.
	 * @param path its name
	 * @param facts the file that the name leads to
	 * @param header what that states now
	 * @return the segment, with another user; empty if it is not mapped, has lost memory,
	 * or stated something else then, as before it was given a schema
	 */
	static Optional<MappedSegment> find(Path path, FileFacts facts, SegmentHeader header) {
		MappedSegment segment = MAPPED.get(new Key(path, facts));
		if (segment == null || facts.key() == null || segment.isLost() || !segment.header().equals(header)) {
			return Optional.empty();
		}
		try {
			MappedSegment shared = segment.share();
			// another writer may have come since it was mapped
			shared.registryPage().look();
			return Optional.of(shared);
		}
		catch (IllegalStateException ex) {
			// its last user has just closed it
			return Optional.empty();
		}
	}

	/** Lets others find a segment until its last user closes it. */
	static void add(MappedSegment segment) {
		MAPPED.put(Key.of(segment), segment);
	}

	/** Does nothing if others find another one. */
	static void remove(MappedSegment segment) {
		MAPPED.remove(Key.of(segment), segment);
	}

	/**
	 * Which segment it is: a file may have several names, of which each reader watches
	 * its own.
	 *
	 * @param path the name
	 * @param file which file it is
	 */
	private record Key(Path path, Optional<Object> file) {

		static Key of(MappedSegment segment) {
			return new Key(segment.path(), segment.facts());
		}

		Key(Path path, FileFacts facts) {
			this(path, Optional.ofNullable(facts.key()));
		}

	}

}
