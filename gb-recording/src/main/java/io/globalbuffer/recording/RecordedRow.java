// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

	/** How long a row of it is. */
	static final int BYTES = 4 * Long.BYTES;

	/** Numpy's "not a time". */
	private static final long UNKNOWN = Long.MIN_VALUE;

	byte[] bytes() {
		return ByteBuffer.allocate(BYTES)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putLong(this.sequence)
			.putLong(this.missed)
			.putLong(this.writtenAt.map(RecordedRow::nanos).orElse(UNKNOWN))
			.putLong(nanos(this.recordedAt))
			.array();
	}

	static RecordedRow read(DataInput input) throws IOException {
		byte[] bytes = new byte[BYTES];
		input.readFully(bytes);
		ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
