// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ReaderInfo;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.spring.boot.MonitoredBuffer;

/**
 * Who reads a buffer's segment, in all processes. Looked at once for all meters that are
 * asked together: a look opens the segment's file. Safe for use by many threads.
 */
final class LookAtReaders {

	/** Longer than a scrape takes, and shorter than the time between two. */
	private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final MonitoredBuffer buffer;

	private List<ReaderInfo> readers = List.of();

	private long lookedAt = System.nanoTime() - KEPT_NANOS;

	LookAtReaders(MonitoredBuffer buffer) {
		this.buffer = buffer;
	}

	/** How many readers there are. */
	int count() {
		return readers().size();
	}

	/** How far the slowest is behind, of those that have read with their cursor. */
	long largestLag() {
		return readers().stream()
			.filter((reader) -> reader.mode().isPresent())
			.mapToLong(ReaderInfo::lag)
			.max()
			.orElse(0);
	}

	private synchronized List<ReaderInfo> readers() {
		if (System.nanoTime() - this.lookedAt >= KEPT_NANOS) {
			this.readers = this.buffer.segment().map(SegmentInfo::readers).orElse(List.of());
			this.lookedAt = System.nanoTime();
		}
		return this.readers;
	}

}
