// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A thread that was interrupted, as in a shutdown, can still create, attach and read what
 * is there, and stays interrupted. Only waiting ends.
 */
class InterruptedThreadTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@AfterEach
	void clear() {
		Thread.interrupted();
	}

	@Test
	void segmentsAreCreatedAndAttached() {
		Thread.currentThread().interrupt();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			writer.write(new long[] { 7 });
			assertThat(reader.latest().orElseThrow().value()).containsExactly(7);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
	}

	@Test
	void aFollowingReaderFindsItsSegmentAndReadsWhatIsThere() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach().following().asArray(long[].class);
				ArrayWriter<long[]> writer = create()) {
			writer.write(new long[] { 7 });
			Thread.currentThread().interrupt();
			assertThat(reader.next(Duration.ZERO).orElseThrow().value()).containsExactly(7);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(reader::next);
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("i", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("i").directory(this.directory.path());
	}

}
