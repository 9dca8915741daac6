// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Filling slots in place. Case 48, and what replaces case 61.
 */
class ReservationTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** Case 48. */
	@Test
	void aCommittedReservationIsASample() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			try (Reservation reservation = writer.reserve()) {
				assertThat(reservation.segment().byteSize()).isEqualTo(16);
				fill(reservation.segment(), 7);
				assertThat(reader.latest()).isEmpty();
				assertThat(reservation.commit()).isZero();
			}
			assertThat(reader.latest().orElseThrow().value()).containsExactly(7, 7);
			assertThat(writer.write(new long[] { 8, 8 })).isEqualTo(1);
		}
	}

	/** W-18: what is kept of a reservation changes no sample. */
	@Test
	void revocableMemoryIsOfNoUseOnceTheReservationIsOver() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			MemorySegment kept;
			try (Reservation reservation = writer.reserve()) {
				kept = reservation.revocable();
				assertThat(kept.byteSize()).isEqualTo(16);
				fill(kept, 7);
				assertThat(reservation.revocable()).isEqualTo(kept);
				assertThat(reservation.commit()).isZero();
			}
			assertThatIllegalStateException().isThrownBy(() -> fill(kept, 8));
			assertThat(reader.latest().orElseThrow().value()).containsExactly(7, 7);
			MemorySegment aborted;
			try (Reservation reservation = writer.reserve()) {
				aborted = reservation.revocable();
				fill(aborted, 9);
			}
			assertThatIllegalStateException().isThrownBy(() -> fill(aborted, 8));
			assertThat(reader.latest().orElseThrow().value()).containsExactly(7, 7);
			assertThat(writer.write(new long[] { 1, 1 })).isEqualTo(1);
		}
	}

	/**
	 * W-18: what is kept of it when the writer was closed throws, and ends no process.
	 */
	@Test
	void theMemoryOfASlotIsOfNoUseOnceTheWriterIsClosed() {
		MemorySegment slot;
		MemorySegment revocable;
		try (ArrayWriter<long[]> writer = builder().open()) {
			Reservation reservation = writer.reserve();
			slot = reservation.segment();
			revocable = reservation.revocable();
		}
		assertThatIllegalStateException().isThrownBy(() -> fill(slot, 8));
		assertThatIllegalStateException().isThrownBy(() -> fill(revocable, 8));
	}

	@Test
	void revocableMemoryIsNotPublishedOnceAnotherThreadHasClosedTheWriter() throws Exception {
		ArrayWriter<long[]> writer = builder().reservationTimeout(SHORT).open();
		CountDownLatch reserved = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		Background<Long> holder = Background.run(() -> {
			try (Reservation reservation = writer.reserve()) {
				fill(reservation.revocable(), 7);
				reserved.countDown();
				closed.await();
				return reservation.commit();
			}
		});
		reserved.await();
		writer.close();
		closed.countDown();
		assertThat(holder.failure()).isInstanceOf(BufferClosedException.class).hasMessageContaining("'r'");
	}

	/** Case 61. */
	@Test
	void leavingWithoutCommitPublishesNothing() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			writer.write(new long[] { 1, 1 });
			try (Reservation reservation = writer.reserve()) {
				fill(reservation.segment(), 7);
			}
			assertThat(reader.latest().orElseThrow().value()).containsExactly(1, 1);
			assertThat(writer.write(new long[] { 2, 2 })).isEqualTo(1);
			assertThat(reader.latest().orElseThrow().value()).containsExactly(2, 2);
		}
	}

	/** Case 61 is another one here: Python publishes what was filled so far. */
	@Test
	void anExceptionPublishesNothing() throws InterruptedException {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> {
				try (Reservation reservation = writer.reserve()) {
					fill(reservation.segment(), 7);
					throw new ArithmeticException();
				}
			});
			assertThat(reader.latest()).isEmpty();
			assertThat(writer.write(new long[] { 2, 2 })).isZero();
			assertThat(reader.next(Duration.ZERO).orElseThrow().value()).containsExactly(2, 2);
		}
	}

	@Test
	void anAbortedReservationIsOver() {
		try (ArrayWriter<long[]> writer = builder().open(); Reservation reservation = writer.reserve()) {
			reservation.abort();
			reservation.abort();
			assertThatIllegalStateException().isThrownBy(reservation::commit).withMessageContaining("'r'");
			assertThatIllegalStateException().isThrownBy(reservation::segment);
			assertThat(writer.stats().written()).isZero();
		}
	}

	@Test
	void aReservationIsCommittedOnce() {
		try (ArrayWriter<long[]> writer = builder().open(); Reservation reservation = writer.reserve()) {
			reservation.commit();
			assertThatIllegalStateException().isThrownBy(reservation::commit).withMessageContaining("is over");
			assertThatIllegalStateException().isThrownBy(reservation::segment);
			assertThat(writer.stats().written()).isEqualTo(1);
		}
	}

	@Test
	void manyReservationsGoAroundTheRing() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			for (long sequence = 0; sequence < 20; sequence++) {
				try (Reservation reservation = writer.reserve()) {
					fill(reservation.segment(), sequence);
					assertThat(reservation.commit()).isEqualTo(sequence);
				}
				assertThat(reader.latest().orElseThrow().value()).containsExactly(sequence, sequence);
			}
		}
	}

	@Test
	void theSameThreadHasOneReservationAtATime() {
		try (ArrayWriter<long[]> writer = builder().open()) {
			theSameThreadHasOneReservationAtATime(writer);
		}
	}

	@Test
	void aConfinedWriterHasOneReservationAtATime() {
		try (ArrayWriter<long[]> writer = builder().confined().open()) {
			theSameThreadHasOneReservationAtATime(writer);
		}
	}

	private static void theSameThreadHasOneReservationAtATime(ArrayWriter<long[]> writer) {
		try (Reservation reservation = writer.reserve()) {
			assertThatIllegalStateException().isThrownBy(writer::reserve)
				.withMessageContaining("'r'")
				.withMessageContaining("Commit or close it");
			assertThatIllegalStateException().isThrownBy(() -> writer.write(new long[2]));
			assertThat(reservation.commit()).isZero();
		}
		assertThat(writer.write(new long[2])).isEqualTo(1);
	}

	@Test
	void anotherThreadWaitsForTheReservationToEnd() throws Exception {
		try (ArrayWriter<long[]> writer = builder().open(); Reservation reservation = writer.reserve()) {
			Background<Long> other = Background.run(() -> writer.write(new long[2])).awaitWaiting();
			assertThat(reservation.commit()).isZero();
			assertThat(other.result()).isEqualTo(1);
		}
	}

	@Test
	void anotherThreadGivesUpAndNamesTheHolder() throws Exception {
		try (ArrayWriter<long[]> writer = builder().reservationTimeout(SHORT).open()) {
			CountDownLatch reserved = new CountDownLatch(1);
			CountDownLatch release = new CountDownLatch(1);
			Background<Long> holder = Background.run("the-holder", () -> {
				try (Reservation reservation = writer.reserve()) {
					reserved.countDown();
					release.await();
					return reservation.commit();
				}
			});
			reserved.await();
			long start = System.nanoTime();
			assertThatExceptionOfType(BufferContendedException.class).isThrownBy(() -> writer.write(new long[2]))
				.withMessageContaining("'the-holder'")
				.withMessageContaining("'r'")
				.withMessageContaining("50 ms");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.multipliedBy(100));
			release.countDown();
			assertThat(holder.result()).isZero();
			assertThat(writer.write(new long[2])).isEqualTo(1);
		}
	}

	/** It can neither commit nor close it any more. */
	@Test
	void aThreadThatHasEndedHoldsNoReservation() throws Exception {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			Thread ended = Thread.ofPlatform().start(() -> fill(writer.reserve().revocable(), 7));
			ended.join();
			assertThat(writer.write(new long[] { 1, 1 })).isZero();
			try (Reservation reservation = writer.reserve()) {
				fill(reservation.revocable(), 2);
				assertThat(reservation.commit()).isEqualTo(1);
			}
			assertThat(reader.next(Duration.ZERO).orElseThrow().value()).containsExactly(1, 1);
			assertThat(reader.next(Duration.ZERO).orElseThrow().value()).containsExactly(2, 2);
		}
	}

	@Test
	void aReservationIsOfNoUseToAnotherThread() throws Exception {
		try (ArrayWriter<long[]> writer = builder().open(); Reservation reservation = writer.reserve()) {
			assertThat(Background.run(reservation::commit).failure()).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("another thread's");
			assertThat(Background.run(reservation::segment).failure()).isInstanceOf(IllegalStateException.class);
			Background.run(() -> {
				reservation.abort();
				return true;
			}).result();
			assertThat(reservation.commit()).isZero();
		}
	}

	@Test
	void closingAbortsTheOwnReservation() {
		ArrayWriter<long[]> writer = builder().open();
		Reservation reservation = writer.reserve();
		writer.close();
		assertThatIllegalStateException().isThrownBy(reservation::commit).withMessageContaining("the writer is closed");
		reservation.close();
		SegmentFile file = new SegmentFile(this.directory.segment("r"));
		assertThat(file.getLong(SegmentFile.COUNT)).isZero();
		assertThat(file.getInt(file.slot(0) + SegmentFile.LOCK)).isEven();
		assertThat(file.getLong(SegmentFile.HEARTBEAT)).isEqualTo(1);
	}

	@Test
	void closingAConfinedWriterAbortsItsReservation() {
		ArrayWriter<long[]> writer = builder().confined().open();
		Reservation reservation = writer.reserve();
		writer.close();
		assertThatIllegalStateException().isThrownBy(reservation::commit);
		assertThat(new SegmentFile(this.directory.segment("r")).getLong(SegmentFile.HEARTBEAT)).isEqualTo(1);
	}

	@Test
	void closingWaitsForAReservationOfAnotherThread() throws Exception {
		ArrayWriter<long[]> writer = builder().reservationTimeout(Duration.ofSeconds(20)).open();
		try (Reservation reservation = writer.reserve()) {
			Background<Boolean> closer = Background.run(() -> {
				writer.close();
				return writer.isOpen();
			}).awaitWaiting();
			assertThat(reservation.commit()).isZero();
			assertThat(closer.result()).isFalse();
		}
		assertThat(new SegmentFile(this.directory.segment("r")).getLong(SegmentFile.COUNT)).isEqualTo(1);
	}

	@Test
	void closingUnderAnotherThreadsReservationLosesIt() throws Exception {
		ArrayWriter<long[]> writer = builder().reservationTimeout(SHORT).open();
		try (Reservation reservation = writer.reserve()) {
			Background.run(() -> {
				writer.close();
				return true;
			}).result();
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(reservation::commit)
				.withMessageContaining("'r'");
		}
		assertThat(new SegmentFile(this.directory.segment("r")).getLong(SegmentFile.COUNT)).isZero();
		assertThatExceptionOfType(BufferClosedException.class).isThrownBy(writer::reserve);
	}

	private static void fill(MemorySegment memory, long value) {
		memory.set(ValueLayout.JAVA_LONG, 0, value);
		memory.set(ValueLayout.JAVA_LONG, 8, value);
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("r", ArraySpec.of(DType.INT64, 2)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("r").directory(this.directory.path()).asArray(long[].class);
	}

}
