// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferStats;
import io.globalbuffer.ReaderInfo;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.spring.boot.MonitoredBuffer;

/**
 * A buffer's figures, and who reads its segment, in all processes. Looked at once for all
 * meters that are asked together: a look asks the system. Safe for use by many threads.
 */
final class LookAtBuffer {

	/** Longer than a scrape takes, and shorter than the time between two. */
	private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final Kept<Optional<BufferStats>> stats;

	private final Kept<List<ReaderInfo>> readers;

	LookAtBuffer(MonitoredBuffer buffer) {
		this.stats = new Kept<>(buffer::stats);
		this.readers = new Kept<>(() -> buffer.segment().map(SegmentInfo::readers).orElse(List.of()));
	}

	/** The buffer's figures; empty where there are none. */
	Seen<Optional<BufferStats>> stats() {
		return this.stats.get();
	}

	/** How many readers there are. */
	int readers() {
		return this.readers.get().value().size();
	}

	/** How far the slowest is behind, of those that have read with their cursor. */
	long largestLag() {
		return this.readers.get()
			.value()
			.stream()
			.filter((reader) -> reader.mode().isPresent())
			.mapToLong(ReaderInfo::lag)
			.max()
			.orElse(0);
	}

	/**
	 * What a look has seen.
	 *
	 * @param value what it is
	 * @param nanos when that was, by the system's timer
	 * @param <T> its type
	 */
	record Seen<T>(T value, long nanos) {
	}

	/** What was seen last, until the next look. */
	private static final class Kept<T> {

		private final Supplier<T> look;

		private @Nullable Seen<T> last;

		Kept(Supplier<T> look) {
			this.look = look;
		}

		synchronized Seen<T> get() {
			Seen<T> seen = this.last;
			if (seen == null || System.nanoTime() - seen.nanos() >= KEPT_NANOS) {
				seen = new Seen<>(this.look.get(), System.nanoTime());
				this.last = seen;
			}
			return seen;
		}

	}

}
