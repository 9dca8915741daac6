// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ReadMode;
import io.globalbuffer.ReaderInfo;
import io.globalbuffer.Segments;

/**
 * As fast as registered readers take it: none that reads in order falls behind by more
 * than half of what its stream holds.
 */
final class ReadersPace implements ReplayPace {

	private static final long PAUSE_MILLIS = 1;

	/**
	 * How long a stream waits for its first reader: those that are there already register
	 * half a second after a new writer.
	 */
	private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Segments segments;

	/** How many samples of each stream may be written before readers are looked at. */
	private final Map<String, Long> free = new HashMap<>();

	private final long graceEnd = System.nanoTime() + GRACE_NANOS;

	ReadersPace(Segments segments) {
		this.segments = segments;
	}

	@Override
	public void await(RecordedSample sample, String stream) throws InterruptedException {
		long left = this.free.getOrDefault(stream, 0L);
		if (left == 0) {
			left = awaitReaders(stream, sample.layout().capacity() / 2);
		}
		this.free.put(stream, left - 1);
	}

	private long awaitReaders(String stream, long half) throws InterruptedException {
		OptionalLong lag = slowest(stream);
		while (lag.isPresent() ? lag.getAsLong() > half : System.nanoTime() - this.graceEnd < 0) {
			Thread.sleep(PAUSE_MILLIS);
			lag = slowest(stream);
		}
		return Math.max(1, half - lag.orElse(0));
	}

	private OptionalLong slowest(String stream) {
		return this.segments.find(stream)
			.stream()
			.flatMap((segment) -> segment.readers().stream())
			.filter((reader) -> reader.mode().filter(ReadMode.NEXT::equals).isPresent())
			.mapToLong(ReaderInfo::lag)
			.max();
	}

	@Override
	public void repeat() {
		// readers go on
	}

	@Override
	public Optional<Lateness> lateness() {
		return Optional.empty();
	}

}
