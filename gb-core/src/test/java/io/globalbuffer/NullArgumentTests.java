// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * A null where there must be none is named, and costs no sample.
 */
@NullUnmarked
class NullArgumentTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aReadIntoNothingConsumesNothing() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = GlobalBuffer.attach("n")
					.directory(this.directory.path())
					.asArray(long[].class)) {
			writer.write(new long[] { 7 });
			assertThatNullPointerException().isThrownBy(() -> reader.nextInto((long[]) null, Duration.ZERO))
				.withMessageContaining("read a sample into");
			assertThatNullPointerException().isThrownBy(() -> reader.latestInto((long[]) null))
				.withMessageContaining("read a sample into");
			assertThatNullPointerException()
				.isThrownBy(() -> reader.readLatestAsLong((ToLongFunction<MemorySegment>) null))
				.withMessageContaining("read a sample");
			assertThatNullPointerException()
				.isThrownBy(() -> reader.nextInto(new long[1], (SampleDetails) null, Duration.ZERO))
				.withMessageContaining("describe a sample");
			assertThatNullPointerException().isThrownBy(() -> reader.subscribe(ReadMode.NEXT, null))
				.withMessageContaining("callback");
			assertThatNullPointerException().isThrownBy(() -> reader.subscribe(null, (sample) -> {
			})).withMessageContaining("mode");
			assertThat(reader.next().value()).containsExactly(7);
		}
	}

	@Test
	void nothingIsNoSample() {
		try (ArrayWriter<long[]> arrays = create();
				BufferWriter<Map<String, Object>> messages = GlobalBuffer.create("m", MessageSpec.map())
					.directory(this.directory.path())
					.capacity(3)
					.open()) {
			assertThatNullPointerException().isThrownBy(() -> arrays.write((long[]) null))
				.withMessageContaining("sample");
			assertThatNullPointerException().isThrownBy(() -> messages.write(null)).withMessageContaining("message");
			assertThat(arrays.write(new long[1])).isZero();
			assertThat(messages.write(Map.of())).isZero();
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("n", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

}
