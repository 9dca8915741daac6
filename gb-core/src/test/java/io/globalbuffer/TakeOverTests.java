// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Becoming the writer of a segment whose writer has gone.
 */
class TakeOverTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void afterACleanCloseTheStreamGoesOn() throws InterruptedException {
		ArrayWriter<long[]> first = takeOver().open();
		first.write(new long[] { 0 });
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("t")
			.directory(this.directory.path())
			.following()
			.startFrom(StartPosition.OLDEST)
			.asArray(long[].class)) {
			first.close();
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.CLOSED);
			try (ArrayWriter<long[]> second = takeOver().open()) {
				assertThat(second.write(new long[] { 1 })).isEqualTo(1);
				assertThat(second.stats().written()).isEqualTo(1);
				assertThat(reader.next().value()).containsExactly(0);
				assertThat(reader.next().value()).containsExactly(1);
				assertThat(reader.generation()).isZero();
				assertThat(reader.overruns()).isZero();
				assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			}
		}
	}

	@Test
	void aSuccessorSaysWhoWroteBeforeAndWhereItGoesOn() {
		written(2);
		new SegmentFile(this.directory.segment("t")).putLong(SegmentFile.PID, 4711);
		try (ArrayWriter<long[]> second = takeOver().open()) {
			second.write(new long[1]);
			assertThat(second.predecessor()).hasValue(new Predecessor(OptionalLong.of(4711), 2, false));
		}
	}

	@Test
	void withoutASegmentItIsCreated() {
		try (ArrayWriter<long[]> writer = takeOver().open()) {
			assertThat(writer.predecessor()).isEmpty();
			assertThat(writer.write(new long[1])).isZero();
		}
	}

	@Test
	void aSegmentThatIsWrittenInThisProcessIsNotTakenOver() {
		try (ArrayWriter<long[]> first = takeOver().open()) {
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> takeOver().open())
				.withMessageContaining("gb_t")
				.withMessageContaining("process " + ProcessHandle.current().pid())
				.withMessageContaining("this very process");
			assertThat(first.write(new long[1])).isZero();
		}
	}

	@Test
	void anotherLayoutIsNotTakenOver() {
		takeOver().open().close();
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.create("t", ArraySpec.of(DType.FLOAT64, 1))
				.directory(this.directory.path())
				.capacity(3)
				.onExisting(OnExisting.TAKE_OVER)
				.open())
			.withMessageContaining("gb_t")
			.withMessageContaining("int64[1], capacity 3")
			.withMessageContaining("float64[1], capacity 3");
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> takeOver().capacity(4).open())
			.withMessageContaining("int64[1], capacity 4");
		assertThat(heartbeat("t")).isEqualTo(1);
		takeOver().open().close();
	}

	@Test
	void aSegmentWithADamagedCountIsNotTakenOver() {
		written(1);
		new SegmentFile(this.directory.segment("t")).putLong(SegmentFile.COUNT, -1);
		assertThatExceptionOfType(InvalidSegmentException.class).isThrownBy(() -> takeOver().open())
			.withMessageContaining("gb_t")
			.withMessageContaining("count");
	}

	@Test
	void aSampleWhoseCountWasNotStoredIsRolledForward() throws InterruptedException {
		written(5);
		SegmentFile file = new SegmentFile(this.directory.segment("t"));
		file.putLong(SegmentFile.COUNT, 4);
		try (ArrayReader<long[]> reader = attach(); ArrayWriter<long[]> writer = takeOver().open()) {
			assertThat(reader.next().value()).containsExactly(4);
			assertThat(writer.write(new long[] { 5 })).isEqualTo(5);
			assertThat(reader.next().value()).containsExactly(5);
		}
	}

	/** Locks are of 32 bits: after 2^31 commits of its slot a lock is 0 again. */
	@Test
	void aSampleWhoseLockHasWrappedAroundIsRolledForwardToo() throws InterruptedException {
		written(5);
		SegmentFile file = new SegmentFile(this.directory.segment("t"));
		file.putLong(SegmentFile.COUNT, 4);
		file.putInt(file.slot(0) + SegmentFile.LOCK, 0);
		try (ArrayReader<long[]> reader = attach(); ArrayWriter<long[]> writer = takeOver().open()) {
			assertThat(reader.next().value()).containsExactly(4);
			assertThat(writer.write(new long[] { 5 })).isEqualTo(5);
		}
	}

	/** The sequence in a slot that was never used is that of the first sample. */
	@Test
	void whatWasNeverWrittenIsNotRolledForward() {
		takeOver().open().close();
		try (ArrayWriter<long[]> writer = takeOver().open()) {
			assertThat(writer.stats().sequence()).isEmpty();
			assertThat(writer.write(new long[1])).isZero();
		}
	}

	@Test
	void aSlotThatWasLeftHalfWrittenIsNotRolledForwardAndHeals() throws InterruptedException {
		written(5);
		SegmentFile file = new SegmentFile(this.directory.segment("t"));
		long slot = file.slot(5 % 4);
		file.putInt(slot + SegmentFile.LOCK, file.getInt(slot + SegmentFile.LOCK) + 1);
		try (ArrayReader<long[]> reader = attach(); ArrayWriter<long[]> writer = takeOver().open()) {
			assertThat(writer.write(new long[] { 50 })).isEqualTo(5);
			assertThat(file.getInt(slot + SegmentFile.LOCK)).isEven();
			assertThat(reader.next().value()).containsExactly(50);
		}
	}

	@Test
	void ofTwoThatTakeOverAtOnceOneWins() throws Exception {
		for (int round = 0; round < 20; round++) {
			written(1);
			CyclicBarrier start = new CyclicBarrier(2);
			Callable<Optional<ArrayWriter<long[]>>> contender = () -> {
				start.await();
				try {
					return Optional.of(takeOver().open());
				}
				catch (WriterConflictException ex) {
					return Optional.empty();
				}
			};
			Background<Optional<ArrayWriter<long[]>>> first = Background.run(contender);
			Background<Optional<ArrayWriter<long[]>>> second = Background.run(contender);
			List<ArrayWriter<long[]>> winners = Stream.of(first.result(), second.result())
				.flatMap(Optional::stream)
				.toList();
			assertThat(winners).hasSize(1);
			assertThat(winners.getFirst().write(new long[] { 1 })).isEqualTo(1);
			winners.getFirst().close();
			GlobalBuffer.unlink(this.directory.path(), "t");
		}
	}

	@Test
	void theTimeoutWaitsForAWriterThatIsStopping() throws Exception {
		ArrayWriter<long[]> first = takeOver().open();
		first.write(new long[1]);
		Background<Long> second = Background.run(() -> {
			try (ArrayWriter<long[]> writer = takeOver().takeOverTimeout(Duration.ofSeconds(20)).open()) {
				return writer.write(new long[1]);
			}
		}).awaitWaiting();
		first.close();
		assertThat(second.result()).isEqualTo(1);
	}

	@Test
	void theTimeoutEnds() {
		Duration timeout = Duration.ofMillis(100);
		try (ArrayWriter<long[]> first = takeOver().open()) {
			long start = System.nanoTime();
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> takeOver().takeOverTimeout(timeout).open());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(timeout, timeout.multipliedBy(50));
			assertThat(first.isOpen()).isTrue();
		}
	}

	@Test
	void anInterruptEndsTheWait() throws Exception {
		try (ArrayWriter<long[]> first = takeOver().open()) {
			Background<ArrayWriter<long[]>> second = Background
				.run(() -> takeOver().takeOverTimeout(Duration.ofSeconds(20)).open())
				.awaitWaiting();
			second.interrupt();
			assertThat(second.failure()).isInstanceOf(GlobalBufferException.class).hasMessageContaining("Interrupted");
			assertThat(first.isOpen()).isTrue();
		}
	}

	@Test
	void aWriterWhoseCountSomebodyElseMovedPublishesNothing() {
		try (ArrayWriter<long[]> zombie = takeOver().open()) {
			zombie.write(new long[] { 0 });
			SegmentFile file = new SegmentFile(zombie.path());
			try (Reservation reservation = zombie.reserve()) {
				file.putLong(SegmentFile.COUNT, 2);
				file.putLong(SegmentFile.PID, 1);
				assertThatExceptionOfType(WriterConflictException.class).isThrownBy(reservation::commit)
					.withMessageContaining("gb_t")
					.withMessageContaining("(1)");
			}
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> zombie.write(new long[1]));
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(zombie::reserve);
			assertThat(file.getLong(SegmentFile.COUNT)).isEqualTo(2);
		}
	}

	@Test
	void aWriterThatWasTakenOverPublishesNothingMore() {
		try (ArrayWriter<long[]> zombie = takeOver().open()) {
			zombie.write(new long[] { 0 });
			SegmentFile file = new SegmentFile(zombie.path());
			try (Reservation reservation = zombie.reserve()) {
				file.putLong(SegmentFile.INCARNATION, 42);
				assertThatExceptionOfType(WriterConflictException.class).isThrownBy(reservation::commit)
					.withMessageContaining("Another writer has taken over");
			}
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> zombie.write(new long[1]));
			assertThat(file.getLong(SegmentFile.COUNT)).isEqualTo(1);
		}
		assertThat(heartbeat("t")).as("the other writer has not closed").isNotEqualTo(1);
	}

	private void written(int samples) {
		try (ArrayWriter<long[]> writer = takeOver().open()) {
			for (long value = 0; value < samples; value++) {
				writer.write(new long[] { value });
			}
		}
	}

	private long heartbeat(String name) {
		return new SegmentFile(this.directory.segment(name)).getLong(SegmentFile.HEARTBEAT);
	}

	private WriterBuilder<ArrayWriter<long[]>> takeOver() {
		return GlobalBuffer.create("t", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.onExisting(OnExisting.TAKE_OVER);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("t").directory(this.directory.path()).asArray(long[].class);
	}

}
