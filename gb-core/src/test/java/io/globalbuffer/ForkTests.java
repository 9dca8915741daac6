// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A fork is a reader of its own. Case 76.
 */
class ForkTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aForkHasACursorOfItsOwn() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class);
				ArrayReader<long[]> fork = reader.fork()) {
			writer.write(new long[] { 1 });
			writer.write(new long[] { 2 });
			assertThat(reader.next().value()).containsExactly(1);
			assertThat(reader.next().value()).containsExactly(2);
			assertThat(fork.lag()).hasValue(2);
			assertThat(fork.next().value()).containsExactly(1);
			assertThat(fork.spec()).isEqualTo(reader.spec());
			assertThat(fork.name()).isEqualTo("f");
		}
	}

	@Test
	void aForkStartsWhereANewReaderWould() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> fresh = attach().asArray(long[].class);
				ArrayReader<long[]> old = attach().startFrom(StartPosition.OLDEST).asArray(long[].class)) {
			writer.write(new long[] { 1 });
			try (ArrayReader<long[]> fork = fresh.fork(); ArrayReader<long[]> oldest = old.fork()) {
				assertThat(fork.next(Duration.ZERO)).isEmpty();
				assertThat(oldest.next().value()).containsExactly(1);
				assertThat(fork.latest().orElseThrow().sequence()).isZero();
			}
		}
	}

	@Test
	void eachOfTheTwoIsClosedByItself() {
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> reader = attach().asArray(long[].class);
			try (ArrayReader<long[]> fork = reader.fork()) {
				reader.close();
				writer.write(new long[] { 3 });
				assertThat(fork.latest().orElseThrow().value()).containsExactly(3);
				assertThat(fork.isOpen()).isTrue();
				assertThatExceptionOfType(BufferClosedException.class).isThrownBy(reader::fork)
					.withMessageContaining("'f'");
			}
		}
	}

	@Test
	void aForkOfAFollowingReaderFollowsToo() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach().following().asArray(long[].class);
				ArrayReader<long[]> fork = reader.fork();
				ArrayWriter<long[]> writer = create()) {
			writer.write(new long[] { 1 });
			assertThat(fork.next().value()).containsExactly(1);
			assertThat(reader.next().value()).containsExactly(1);
		}
	}

	@Test
	void messageReadersForkToo() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("m", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(3)
			.open();
				BufferReader<Map<String, Object>> reader = GlobalBuffer.attach("m")
					.directory(this.directory.path())
					.asMap();
				BufferReader<Map<String, Object>> fork = reader.fork()) {
			writer.write(Map.of("a", 1L));
			assertThat(reader.next().value()).containsEntry("a", 1L);
			assertThat(fork.next().value()).containsEntry("a", 1L);
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("f", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("f").directory(this.directory.path());
	}

}
