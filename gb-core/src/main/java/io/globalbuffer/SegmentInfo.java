// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.globalbuffer.schema.BufferLayout;

/**
 * What is known of one segment in a directory.
 *
 * @param name the buffer's name as text; where the file's name has bytes that are no text
 * here, only the path tells it exactly
 * @param path the segment's file
 * @param layout what it holds: kind, element type and shape or message schema, capacity;
 * empty if it cannot be used
 * @param problem why it cannot be used; empty if it can
 * @param count samples committed to it so far
 * @param rate samples a second while it was observed; empty if it was not
 * @param writer its writer, by what the segment and the system say without disturbing a
 * process; {@link WriterState#UNKNOWN} if it cannot be used
 * @param created when it was made
 * @param memoryBytes its size
 * @param readers who reads it, of all processes that {@linkplain ReaderInfo register}, by
 * entry
 */
public record SegmentInfo(String name, Path path, Optional<BufferLayout> layout, Optional<String> problem, long count,
		OptionalDouble rate, WriterStatus writer, Instant created, long memoryBytes, List<ReaderInfo> readers) {

	/**
	 * Copies the list.
	 */
	public SegmentInfo {
		readers = List.copyOf(readers);
	}

	/**
	 * Returns how long ago it was made.
	 * @return a duration, zero if it lies in the future
	 */
	public Duration age() {
		Duration age = Duration.between(this.created, Instant.now());
		return age.isNegative() ? Duration.ZERO : age;
	}

}
