// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How soon a reader that waits follows its name: where directories tell of changes, and
 * where they do not.
 */
class FollowingNamesTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final int ROUNDS = 20;

	/** A twentieth of a second each, and ten times as much. */
	private static final Duration LIMIT = Duration.ofMillis(50).multipliedBy(10 * ROUNDS);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whereThereWasNone(boolean told) throws Exception {
		long nanos = 0;
		for (int round = 0; round < ROUNDS; round++) {
			try (ArrayReader<long[]> reader = attach(told)) {
				Background<Sample<long[]>> next = Background.run(reader::next).awaitWaiting();
				long start = System.nanoTime();
				try (ArrayWriter<long[]> writer = write(OnExisting.FAIL, round)) {
					assertThat(next.result().value()).containsExactly(round);
					nanos += System.nanoTime() - start;
					writer.unlink();
				}
			}
		}
		assertThat(Duration.ofNanos(nanos)).isLessThan(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whereItIsExchanged(boolean told) throws Exception {
		long nanos = 0;
		write(OnExisting.FAIL, -1).close();
		try (ArrayReader<long[]> reader = attach(told)) {
			for (int round = 0; round < ROUNDS; round++) {
				Background<Sample<long[]>> next = Background.run(reader::next);
				long start = System.nanoTime();
				try (ArrayWriter<long[]> writer = write(OnExisting.REPLACE, round)) {
					assertThat(next.result()).returns(round + 1, Sample::generation);
					nanos += System.nanoTime() - start;
					assertThat(writer.isOpen()).isTrue();
				}
			}
		}
		assertThat(Duration.ofNanos(nanos)).isLessThan(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whereItIsRemovedAndMadeAgain(boolean told) throws Exception {
		long nanos = 0;
		ArrayWriter<long[]> before = write(OnExisting.FAIL, -1);
		try (ArrayReader<long[]> reader = attach(told)) {
			for (int round = 0; round < ROUNDS; round++) {
				Background<Sample<long[]>> next = Background.run(reader::next);
				long start = System.nanoTime();
				before.unlink();
				before.close();
				before = write(OnExisting.FAIL, round);
				assertThat(next.result()).returns(round + 1, Sample::generation);
				nanos += System.nanoTime() - start;
			}
		}
		before.close();
		assertThat(Duration.ofNanos(nanos)).isLessThan(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aReaderMayBeClosedWhileItsNameChanges(boolean told) throws Exception {
		AtomicBoolean ended = new AtomicBoolean();
		Background<Boolean> changing = Background.run(() -> {
			while (!ended.get()) {
				try (ArrayWriter<long[]> writer = write(OnExisting.FAIL, 1)) {
					writer.unlink();
				}
			}
			return true;
		});
		for (int round = 0; round < 50; round++) {
			ArrayReader<long[]> reader = attach(told);
			Background<Sample<long[]>> next = Background.run(() -> {
				while (true) {
					reader.next();
				}
			});
			reader.close();
			assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
		}
		ended.set(true);
		assertThat(changing.result()).isTrue();
	}

	private ArrayWriter<long[]> write(OnExisting onExisting, long value) {
		ArrayWriter<long[]> writer = GlobalBuffer.create("f", SPEC)
			.directory(this.directory.path())
			.capacity(3)
			.onExisting(onExisting)
			.open();
		writer.write(new long[] { value });
		return writer;
	}

	private ArrayReader<long[]> attach(boolean told) {
		Path path = new CountedFileSystem(FileSystems.getDefault(), told).counted(this.directory.path());
		return GlobalBuffer.attach("f").directory(path).following().asArray(SPEC);
	}

}
