// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The samples of several streams in their common order of time; those of one stream stay
 * in their own order, and what has the same time in that of the streams.
 */
final class MergedSamples implements RecordedSamples {

	private final List<RecordedSamples> cursors = new ArrayList<>();

	private final PriorityQueue<Head> heads = new PriorityQueue<>(
			Comparator.comparing((Head head) -> head.sample().time()).thenComparingInt(Head::stream));

	private final Instant end;

	private MergedSamples(Instant end) {
		this.end = end;
	}

	/**
	 * Opens streams.
	 * @param streams what is merged
	 * @param begin the first moment
	 * @param end a stream is over with its first sample after this moment
	 * @return the samples, to be closed
	 */
	static MergedSamples open(List<ReplaySource> streams, Instant begin, Instant end) {
		MergedSamples merged = new MergedSamples(end);
		try {
			for (ReplaySource stream : streams) {
				merged.cursors.add(stream.samples().apply(begin));
				merged.advance(merged.cursors.size() - 1);
			}
			return merged;
		}
		catch (RuntimeException | Error ex) {
			merged.close();
			throw ex;
		}
	}

	private void advance(int stream) {
		RecordedSamples cursor = this.cursors.get(stream);
		if (cursor.hasNext()) {
			RecordedSample sample = cursor.next();
			if (!sample.time().isAfter(this.end)) {
				this.heads.add(new Head(stream, sample));
			}
		}
	}

	/**
	 * The next sample of each stream that has one, by their time.
	 */
	List<RecordedSample> heads() {
		return this.heads.stream().sorted(this.heads.comparator()).map(Head::sample).toList();
	}

	@Override
	public boolean hasNext() {
		return !this.heads.isEmpty();
	}

	@Override
	public RecordedSample next() {
		Head head = this.heads.poll();
		if (head == null) {
			throw new NoSuchElementException("There are no more samples");
		}
		advance(head.stream());
		return head.sample();
	}

	@Override
	public void close() {
		this.cursors.forEach(RecordedSamples::close);
	}

	private record Head(int stream, RecordedSample sample) {
	}

}
