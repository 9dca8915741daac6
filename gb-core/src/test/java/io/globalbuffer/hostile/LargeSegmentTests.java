// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.StartPosition;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Segments of more than 2 GiB, of which no offset fits into an int.
 */
class LargeSegmentTests {

	private static final long ROOM = 4L << 30;

	private static final int SAMPLE_BYTES = 1 << 28;

	private static final int CAPACITY = 8;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void firstAndLastSlotOfALargeRing() throws IOException, InterruptedException {
		assumeThat(Files.getFileStore(this.directory.path()).getUsableSpace()).as("bytes of shared memory")
			.isGreaterThan(ROOM);
		try (ArrayWriter<byte[]> writer = GlobalBuffer.create("large", ArraySpec.of(DType.UINT8, SAMPLE_BYTES))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open()) {
			assertThat(Files.size(writer.path())).isGreaterThan(Integer.MAX_VALUE);
			assertThat(writer.stats().memoryBytes()).isEqualTo(Files.size(writer.path()));
			// one array for both ends: two would be much for a test
			byte[] sample = new byte[SAMPLE_BYTES];
			for (int sequence = 0; sequence <= CAPACITY; sequence++) {
				mark(sample, (byte) (sequence + 1));
				assertThat(writer.write(sample)).isEqualTo(sequence);
			}
			try (ArrayReader<byte[]> reader = GlobalBuffer.attach("large")
				.directory(this.directory.path())
				.startFrom(StartPosition.OLDEST)
				.asArray(byte[].class)) {
				assertThat(reader.latestInto(sample)).isEqualTo(CAPACITY);
				assertMarked(sample, (byte) (CAPACITY + 1));
				for (int sequence = 1; sequence <= CAPACITY; sequence++) {
					assertThat(reader.nextInto(sample, Duration.ZERO)).isEqualTo(sequence);
					assertMarked(sample, (byte) (sequence + 1));
				}
			}
			writer.unlink();
		}
	}

	private static void mark(byte[] sample, byte value) {
		sample[0] = value;
		sample[SAMPLE_BYTES / 2] = value;
		sample[SAMPLE_BYTES - 1] = value;
	}

	private static void assertMarked(byte[] sample, byte value) {
		assertThat(new byte[] { sample[0], sample[SAMPLE_BYTES / 2], sample[SAMPLE_BYTES - 1] }).containsOnly(value);
	}

}
