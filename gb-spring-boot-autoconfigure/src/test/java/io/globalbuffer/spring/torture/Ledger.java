// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.globalbuffer.kill.ResumedStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An account of a replicated stream whose samples hold the number of their segment and
 * their sequence: of what was committed, and of what came to the mirror.
 *
 * @param committed how many samples each segment of the origin has, by its number
 * @param mirrored what came, in the order in which it did
 */
record Ledger(Map<Long, Long> committed, List<Long> mirrored) {

	/** Nothing is there twice, nor out of order, nor without having been committed. */
	Ledger {
		long before = -1;
		for (long value : mirrored) {
			assertThat(value).isGreaterThan(before);
			assertThat(sequence(value)).isLessThan(committed.getOrDefault(segment(value), 0L));
			before = value;
		}
	}

	/**
	 * How many samples were committed, from the first one that was mirrored to the last.
	 */
	long total() {
		long first = this.mirrored.getFirst();
		return this.committed.entrySet()
			.stream()
			.filter((entry) -> entry.getKey() >= segment(first))
			.mapToLong(Map.Entry::getValue)
			.sum() - sequence(first);
	}

	/** How many of them did not come. */
	long lost() {
		return total() - this.mirrored.size();
	}

	/** How many of each segment did not come, by its number, where some did not. */
	Map<Long, Long> lostBySegment() {
		long first = this.mirrored.getFirst();
		Map<Long, Long> lost = new TreeMap<>(this.committed);
		lost.keySet().removeIf((segment) -> segment < segment(first));
		lost.merge(segment(first), -sequence(first), Long::sum);
		this.mirrored.forEach((value) -> lost.merge(segment(value), -1L, Long::sum));
		lost.values().removeIf((count) -> count == 0);
		return lost;
	}

	/** The number of a sample's segment. */
	static long segment(long value) {
		return value / ResumedStream.SEGMENT;
	}

	/** The sequence of a sample in its segment. */
	static long sequence(long value) {
		return value % ResumedStream.SEGMENT;
	}

	@Override
	public String toString() {
		return this.committed.size() + " segments, " + total() + " samples committed, " + this.mirrored.size()
				+ " mirrored, " + lost() + " lost";
	}

}
