// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Where in a topic a mirror begins that has not run before.
 */
public sealed interface MirrorStart {

	/** With the next record that comes. */
	record Newest() implements MirrorStart {
	}

	/** With the oldest record that the topic has. */
	record Oldest() implements MirrorStart {
	}

	/**
	 * With the first record that is not older.
	 *
	 * @param time the time of the record
	 */
	record At(Instant time) implements MirrorStart {
	}

	/**
	 * With a record of the partition that holds the stream.
	 *
	 * @param offset its offset
	 */
	record Offset(long offset) implements MirrorStart {
	}

	/**
	 * Reads what a property says.
	 * @param text {@code new}, {@code oldest}, an offset or a time, for example
	 * {@code 2026-11-28T06:00:00Z}
	 * @return the start
	 * @throws IllegalArgumentException if it is nothing of these
	 */
	static MirrorStart parse(String text) {
		if (text.equalsIgnoreCase("new")) {
			return new Newest();
		}
		if (text.equalsIgnoreCase("oldest")) {
			return new Oldest();
		}
		if (text.matches("[0-9]{1,18}")) {
			return new Offset(Long.parseLong(text));
		}
		try {
			return new At(Instant.parse(text));
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is no start: write new, oldest, an offset, or a time as 2026-11-28T06:00:00Z", ex);
		}
	}

}
