// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import io.globalbuffer.schema.BufferLayout;

/**
 * A recorded stream that is in memory.
 */
final class SampleList {

	/** When the recordings of these tests begin. */
	static final Instant BEGINNING = Instant.parse("2024-02-29T12:00:00.123456789Z");

	private final List<RecordedSample> samples = new ArrayList<>();

	private final String name;

	private int open;

	SampleList(String name) {
		this.name = name;
	}

	/** Adds a sample of one number. */
	SampleList add(BufferLayout layout, Duration offset, int number) {
		return add(layout, offset, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
	}

	SampleList add(BufferLayout layout, Duration offset, byte[] bytes) {
		Instant time = BEGINNING.plus(offset);
		this.samples.add(new RecordedSample(this.name, layout, this.samples.size(), 0, Optional.of(time),
				time.plusSeconds(1), bytes));
		return this;
	}

	ReplaySource source() {
		return new ReplaySource(this.name, this::from);
	}

	/** How many cursors are not closed. */
	int open() {
		return this.open;
	}

	private RecordedSamples from(Instant moment) {
		Iterator<RecordedSample> rest = this.samples.stream()
			.filter((sample) -> !sample.time().isBefore(moment))
			.toList()
			.iterator();
		this.open++;
		return new RecordedSamples() {

			@Override
			public boolean hasNext() {
				return rest.hasNext();
			}

			@Override
			public RecordedSample next() {
				return rest.next();
			}

			@Override
			public void close() {
				SampleList.this.open--;
			}

		};
	}

}
