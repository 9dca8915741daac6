// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers that hand out one array again and again.
 */
class ReusedArraysTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void nextAndNextLatestHandOutTheSameArrayAndLatestAFreshOne() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(2); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			write(writer, 1, 2, 3);
			long[] first = reader.next().value();
			assertThat(first).containsOnly(1);
			assertThat(reader.next().value()).isSameAs(first).containsOnly(2);
			long[] latest = reader.latest().orElseThrow().value();
			assertThat(latest).isNotSameAs(first).isNotSameAs(reader.latest().orElseThrow().value());
			assertThat(first).as("while latest was read").containsOnly(2);
			assertThat(reader.nextLatest(Duration.ZERO).orElseThrow().value()).isSameAs(first).containsOnly(3);
			assertThat(latest).containsOnly(3);
		}
	}

	@Test
	void otherReadersHandOutFreshArrays() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(2);
				ArrayReader<long[]> reader = GlobalBuffer.attach("r")
					.directory(this.directory.path())
					.asArray(long[].class)) {
			write(writer, 1, 2);
			long[] first = reader.next().value();
			assertThat(reader.next().value()).isNotSameAs(first);
			assertThat(first).containsOnly(1);
		}
	}

	@Test
	void aForkHasAnArrayOfItsOwn() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(2);
				ArrayReader<long[]> reader = attach().asArray(long[].class);
				ArrayReader<long[]> fork = reader.fork()) {
			write(writer, 1, 2);
			long[] first = reader.next().value();
			long[] forked = fork.next().value();
			assertThat(forked).isNotSameAs(first);
			assertThat(fork.next().value()).isSameAs(forked).containsOnly(2);
			assertThat(first).containsOnly(1);
		}
	}

	@Test
	void aSegmentOfAnotherShapeHasAnotherArray() throws InterruptedException {
		ArrayWriter<long[]> old = create(2);
		try (ArrayReader<long[]> reader = attach().following().asArray(long[].class)) {
			write(old, 1, 2);
			long[] first = reader.next().value();
			old.unlink();
			old.close();
			try (ArrayWriter<long[]> writer = create(3)) {
				write(writer, 3, 4);
				assertThat(reader.next().value()).isSameAs(first).containsExactly(2, 2);
				Sample<long[]> fresh = reader.next();
				assertThat(fresh.generation()).isEqualTo(1);
				assertThat(fresh.value()).containsExactly(3, 3, 3);
				assertThat(reader.next().value()).isSameAs(fresh.value()).containsExactly(4, 4, 4);
				assertThat(first).containsExactly(2, 2);
			}
		}
	}

	@Test
	void messagesAreFresh() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("r", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(3)
			.open(); BufferReader<byte[]> reader = attach().asBytes()) {
			writer.write(Map.of("a", 1));
			writer.write(Map.of("a", 2));
			byte[] first = reader.next().value();
			assertThat(reader.next().value()).isNotSameAs(first).isNotEqualTo(first);
		}
	}

	@Test
	void rawBytesOfOneLengthShareAnArray() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(1); BufferReader<byte[]> reader = attach().asRawBytes()) {
			write(writer, 1, 2);
			byte[] first = reader.next().value();
			assertThat(first).startsWith(1);
			assertThat(reader.next().value()).isSameAs(first).startsWith(2);
			assertThat(reader.latest().orElseThrow().value()).isNotSameAs(first).isEqualTo(first);
		}
	}

	private static void write(ArrayWriter<long[]> writer, long... numbers) {
		for (long number : numbers) {
			long[] sample = writer.spec().newArray();
			Arrays.fill(sample, number);
			writer.write(sample);
		}
	}

	private ArrayWriter<long[]> create(int words) {
		return GlobalBuffer.create("r", ArraySpec.of(DType.INT64, words))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("r").directory(this.directory.path()).reusingArrays();
	}

}
