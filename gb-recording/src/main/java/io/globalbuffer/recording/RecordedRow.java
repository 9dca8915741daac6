// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.schema.BufferLayout;

/**
 * What stands beside the bytes of a sample.
 */
record RecordedRow(long sequence, long missed, Optional<Instant> writtenAt, Instant recordedAt) {

	/** As numpy spells the columns of the index. */
	static final String DESCRIPTION = "[('sequence', '<i8'), ('missed', '<i8'), ('written_at', '<M8[ns]'), ('recorded_at', '<M8[ns]')]";

	static final int BYTES = 4 * Long.BYTES;

	/** Numpy's "not a time". */
	private static final long UNKNOWN = Long.MIN_VALUE;

	void put(ByteBuffer target) {
		target.putLong(this.sequence)
			.putLong(this.missed)
			.putLong(this.writtenAt.map(RecordedRow::nanos).orElse(UNKNOWN))
			.putLong(nanos(this.recordedAt));
	}

	static RecordedRow get(ByteBuffer source) {
		long sequence = source.getLong();
		long missed = source.getLong();
		long writtenAt = source.getLong();
		return new RecordedRow(sequence, missed,
				(writtenAt != UNKNOWN) ? Optional.of(instant(writtenAt)) : Optional.empty(), instant(source.getLong()));
	}

	private static long nanos(Instant time) {
		return Duration.between(Instant.EPOCH, time).toNanos();
	}

	private static Instant instant(long nanos) {
		return Instant.EPOCH.plusNanos(nanos);
	}

	Instant time() {
		return this.writtenAt.orElse(this.recordedAt);
	}

	RecordedSample sample(String stream, BufferLayout layout, byte[] bytes) {
		return new RecordedSample(stream, layout, this.sequence, this.missed, this.writtenAt, this.recordedAt, bytes);
	}

}
