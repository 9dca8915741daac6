// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Readers that go on where they stopped.
 */
@SuppressWarnings("try")
class ResumeTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 2);

	private static final int CAPACITY = 8;

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aReaderGoesOnWhereTheLastOneOfItsIdentityStopped() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach().resumeAs("station-3").asArray(SPEC)) {
				PairBuffer.write(writer, 0, 3);
				assertThat(sequences(reader, 2)).containsExactly(0L, 1L);
			}
			PairBuffer.write(writer, 3, 5);
			try (ArrayReader<long[]> reader = attach().resumeAs("station-3").asArray(SPEC)) {
				assertThat(sequences(reader, 3)).containsExactly(2L, 3L, 4L);
				assertThat(reader.overruns()).isZero();
			}
		}
	}

	@Test
	void whatWasOverwrittenMeanwhileCounts() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			attach().resumeAs("a").asArray(SPEC).close();
			attach().resumeAs("b").asArray(SPEC).close();
			PairBuffer.write(writer, 0, 20);
			try (ArrayReader<long[]> inOrder = attach().resumeAs("a").asArray(SPEC);
					ArrayReader<long[]> newest = attach().resumeAs("b").asArray(SPEC)) {
				assertThat(inOrder.next().missed()).isEqualTo(12);
				assertThat(inOrder.overruns()).isEqualTo(12);
				assertThat(newest.nextLatest(Duration.ZERO).orElseThrow().missed()).isEqualTo(19);
				assertThat(newest.skipped()).isEqualTo(19);
			}
		}
	}

	@Test
	void theVeryFirstOneBeginsWhereItIsTold() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 5);
			try (ArrayReader<long[]> reader = attach().resumeAs("new").asArray(SPEC);
					ArrayReader<long[]> oldest = attach().startFrom(StartPosition.OLDEST)
						.resumeAs("oldest")
						.asArray(SPEC)) {
				assertThat(reader.next(Duration.ZERO)).isEmpty();
				assertThat(oldest.next().sequence()).isZero();
			}
			// what was written before it could read again is not skipped
			PairBuffer.write(writer, 5, 7);
			try (ArrayReader<long[]> reader = attach().resumeAs("new").asArray(SPEC)) {
				assertThat(sequences(reader, 2)).containsExactly(5L, 6L);
			}
		}
	}

	@Test
	void whatTheCallerDoesNotCallDoneComesAgain() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach().resumeAs("a").doneByCaller().asArray(SPEC)) {
				PairBuffer.write(writer, 0, 5);
				Sample<long[]> first = reader.next();
				Sample<long[]> second = reader.next();
				reader.next();
				reader.done(second);
				// earlier ones are done by then
				reader.done(first);
			}
			try (ArrayReader<long[]> reader = attach().resumeAs("a").doneByCaller().asArray(SPEC)) {
				assertThat(sequences(reader, 3)).containsExactly(2L, 3L, 4L);
				reader.done(3);
			}
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				assertThat(sequences(reader, 1)).containsExactly(4L);
			}
		}
	}

	@Test
	void allBeforeAPositionIsDoneAndNothingMovesBack() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach().resumeAs("a").doneByCaller().asArray(SPEC)) {
				PairBuffer.write(writer, 0, 4);
				reader.next();
				Position first = reader.position();
				reader.next();
				reader.next();
				reader.done(reader.position());
				reader.done(first);
			}
			try (ArrayReader<long[]> reader = attach().resumeAs("a").doneByCaller().asArray(SPEC);
					ArrayReader<long[]> ahead = attach().startFrom(StartPosition.NEW).asArray(SPEC)) {
				assertThat(sequences(reader, 1)).containsExactly(3L);
				PairBuffer.write(writer, 4, 5);
				ahead.next();
				assertThatIllegalArgumentException().isThrownBy(() -> reader.done(ahead.position()))
					.withMessageContainingAll("sample 5", "reader 'a' of buffer 'b'", "come to 4");
				assertThatIllegalStateException().isThrownBy(() -> ahead.done(ahead.position()))
					.withMessageContaining("resumeAs");
			}
		}
	}

	@Test
	void aReaderThatWaitsForItsIdentityTellsWhoHoldsIt() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> first = attach().following().resumeAs("a").asArray(SPEC);
				ArrayReader<long[]> second = attach().following().resumeAs("a").asArray(SPEC)) {
			assertThat(first.conflict()).isEmpty();
			assertThat(second.conflict()).get()
				.extracting(Throwable::getMessage)
				.asString()
				.contains("reader 'a' of buffer 'b'", "this process (" + ProcessHandle.current().pid() + ")");
			first.close();
			PairBuffer.write(writer, 0, 1);
			assertThat(sequences(second, 1)).containsExactly(0L);
			assertThat(second.conflict()).isEmpty();
		}
	}

	@Test
	void onlyWhatWasReadCanBeDoneAndOnlyByWhoIsAsked() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> plain = attach().asArray(SPEC);
				ArrayReader<long[]> automatic = attach().resumeAs("automatic").asArray(SPEC);
				ArrayReader<long[]> reader = attach().resumeAs("a").doneByCaller().asArray(SPEC)) {
			PairBuffer.write(writer, 0, 2);
			Sample<long[]> sample = reader.next();
			assertThatIllegalArgumentException().isThrownBy(() -> reader.done(1))
				.withMessageContainingAll("Sample 1", "reader 'a' of buffer 'b'");
			assertThatIllegalStateException().isThrownBy(() -> plain.done(sample)).withMessageContaining("resumeAs");
			assertThatIllegalStateException().isThrownBy(() -> automatic.done(sample))
				.withMessageContaining("doneByCaller");
		}
	}

	@Test
	void aBatchIsDoneWhenTheNextOneIsAskedFor() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			long[] batch = new long[2 * 3];
			ArrayReader<long[]> killed = attach().resumeAs("a").asArray(SPEC);
			PairBuffer.write(writer, 0, 7);
			assertThat(killed.nextBatchInto(batch, Duration.ZERO)).isEqualTo(3);
			assertThat(stored()).isZero();
			assertThat(killed.nextBatchInto(batch, Duration.ZERO)).isEqualTo(3);
			assertThat(stored()).isEqualTo(3);
			killed.close();
			assertThat(stored()).isEqualTo(6);
		}
	}

	@Test
	void aTakeOverKeepsThePosition() throws InterruptedException {
		ArrayReader<long[]> reader;
		try (ArrayWriter<long[]> writer = create()) {
			reader = attach().resumeAs("a").asArray(SPEC);
			PairBuffer.write(writer, 0, 3);
			reader.next();
			reader.close();
		}
		try (ArrayWriter<long[]> successor = GlobalBuffer.create("b", SPEC)
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.onExisting(OnExisting.TAKE_OVER)
			.open(); ArrayReader<long[]> again = attach().resumeAs("a").asArray(SPEC)) {
			PairBuffer.write(successor, 3, 4);
			assertThat(sequences(again, 3)).containsExactly(1L, 2L, 3L);
		}
	}

	@Test
	void aSegmentThatWasNotReadBeforeIsReadFromItsFirstSampleOn() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				PairBuffer.write(writer, 0, 3);
				sequences(reader, 3);
			}
			writer.unlink();
		}
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 10);
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				Sample<long[]> first = reader.next();
				assertThat(first.sequence()).isEqualTo(2);
				assertThat(first.missed()).isEqualTo(2);
			}
		}
	}

	@Test
	void aFollowingReaderThatCameBeforeItsSegmentKeepsToItsFirstSample() throws InterruptedException {
		attach().following().resumeAs("a").asArray(SPEC).close();
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 2);
			try (ArrayReader<long[]> reader = attach().following().resumeAs("a").asArray(SPEC)) {
				assertThat(sequences(reader, 2)).containsExactly(0L, 1L);
			}
		}
	}

	@Test
	void whatWasLostOfASegmentThatWasLeftIsStillOwedAfterARestart() throws InterruptedException {
		ArrayReader<long[]> reader;
		try (ArrayWriter<long[]> writer = create()) {
			reader = attach().following().resumeAs("a").asArray(SPEC);
			PairBuffer.write(writer, 0, 3);
			reader.next();
			writer.unlink();
		}
		try (ArrayWriter<long[]> writer = create()) {
			// goes over at once, and loses two
			await().until(() -> reader.latest().isEmpty());
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			reader.close();
			PairBuffer.write(writer, 0, 1);
			try (ArrayReader<long[]> again = attach().following().resumeAs("a").asArray(SPEC)) {
				Sample<long[]> sample = again.next();
				assertThat(sample.sequence()).isZero();
				assertThat(sample.missed()).isEqualTo(2);
			}
			try (ArrayReader<long[]> again = attach().following().resumeAs("a").asArray(SPEC)) {
				PairBuffer.write(writer, 1, 2);
				assertThat(again.next().missed()).isZero();
			}
		}
	}

	@Test
	void whatWasReadOfASegmentThatWasLeftIsOwedUnlessItIsDone() throws InterruptedException {
		assertThat(missedAfterTwoSegments("none", (reader, _) -> assertThat(reader.donePosition().sequence()).isZero()))
			.isEqualTo(8);
		assertThat(missedAfterTwoSegments("some of the first", (reader, left) -> {
			reader.done(left.get(1));
			assertThat(reader.donePosition()).isNotEqualTo(reader.position());
			assertThat(reader.donePosition().sequence()).isEqualTo(2);
			reader.done(left.get(0));
		})).isEqualTo(6);
		assertThat(missedAfterTwoSegments("some of the second", (reader, left) -> {
			reader.done(left.get(5));
			reader.done(left.get(2));
		})).isEqualTo(1);
		assertThat(missedAfterTwoSegments("all", (reader, left) -> {
			reader.done(0);
			reader.done(left.get(5));
			assertThat(reader.donePosition()).isEqualTo(reader.position());
		})).isZero();
	}

	/**
	 * Reads three samples of each of two segments that have four, and goes over to a
	 * third one.
	 * @return what who comes after the reader counts as missed
	 */
	private long missedAfterTwoSegments(String identity,
			BiConsumer<ArrayReader<long[]>, List<Sample<long[]>>> whatIsDone) throws InterruptedException {
		List<Sample<long[]>> left = new ArrayList<>();
		ReaderBuilder builder = attach().following().resumeAs(identity).doneByCaller();
		try (ArrayReader<long[]> reader = builder.asArray(SPEC)) {
			for (int segment = 0; segment < 2; segment++) {
				try (ArrayWriter<long[]> writer = create()) {
					PairBuffer.write(writer, 0, 4);
					left.add(reader.next());
					left.add(reader.next());
					left.add(reader.next());
					writer.unlink();
				}
				if (segment == 0) {
					assertThat(reader.next().sequence()).isEqualTo(3);
				}
			}
			ArrayWriter<long[]> writer = create();
			PairBuffer.write(writer, 0, 1);
			// passes over the last one of the second
			await().until(() -> reader.latest().filter((sample) -> sample.generation() == 2).isPresent());
			assertThat(reader.next().missed()).isEqualTo(1);
			whatIsDone.accept(reader, left);
			reader.close();
			PairBuffer.write(writer, 1, 2);
			try (writer; ArrayReader<long[]> again = builder.asArray(SPEC)) {
				writer.unlink();
				return again.next().missed();
			}
		}
	}

	@Test
	void whatIsLeftOfASegmentThatWasReplacedBeforeItsReaderClosedIsOwed() throws InterruptedException {
		ArrayReader<long[]> reader;
		ArrayReader<long[]> byCaller;
		try (ArrayWriter<long[]> writer = create()) {
			reader = attach().following().resumeAs("a").asArray(SPEC);
			byCaller = attach().following().resumeAs("b").doneByCaller().asArray(SPEC);
			PairBuffer.write(writer, 0, 5);
			assertThat(sequences(reader, 2)).containsExactly(0L, 1L);
			byCaller.done(byCaller.next());
			byCaller.next();
			writer.unlink();
		}
		reader.close();
		byCaller.close();
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> again = attach().resumeAs("a").asArray(SPEC);
				ArrayReader<long[]> againByCaller = attach().resumeAs("b").doneByCaller().asArray(SPEC)) {
			PairBuffer.write(writer, 0, 1);
			assertThat(again.next().missed()).isEqualTo(3);
			assertThat(againByCaller.next().missed()).isEqualTo(4);
		}
	}

	@Test
	void anIdentityIsHeldByOneReaderAtATime() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> first = attach().resumeAs("a").asArray(SPEC);
				ArrayReader<long[]> other = attach().resumeAs("b").asArray(SPEC)) {
			PairBuffer.write(writer, 0, 1);
			assertThatExceptionOfType(ReaderConflictException.class)
				.isThrownBy(() -> attach().resumeAs("a").asArray(SPEC))
				.withMessageContainingAll("reader 'a' of buffer 'b'", "this process", "following");
			assertThat(first.next().sequence()).isZero();
			assertThat(other.next().sequence()).isZero();
		}
	}

	@Test
	void aFollowingReaderWaitsForItsIdentity() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> first = attach().resumeAs("a").asArray(SPEC);
			try (ArrayReader<long[]> standby = attach().following().resumeAs("a").asArray(SPEC)) {
				PairBuffer.write(writer, 0, 3);
				assertThat(standby.next(Duration.ofMillis(200))).isEmpty();
				assertThat(first.next().sequence()).isZero();
				first.close();
				assertThat(standby.next(LONG).orElseThrow().sequence()).isEqualTo(1);
			}
		}
	}

	@Test
	void forksHaveNoIdentity() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC);
				ArrayReader<long[]> fork = reader.fork()) {
			PairBuffer.write(writer, 0, 2);
			sequences(fork, 2);
			reader.close();
			assertThat(stored()).isZero();
		}
	}

	@Test
	void aSubscriptionReadsUnderTheIdentityAndGivesItBack() throws Exception {
		LinkedBlockingQueue<Long> delivered = new LinkedBlockingQueue<>();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
			PairBuffer.write(writer, 0, 3);
			assertThat(reader.next().sequence()).isZero();
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT,
					(sample) -> delivered.add(sample.sequence()))) {
				assertThatIllegalStateException().isThrownBy(reader::next).withMessageContaining("subscription");
				assertThatIllegalStateException().isThrownBy(() -> reader.subscribe(ReadMode.NEXT, (sample) -> {
				})).withMessageContaining("subscription");
				assertThat(delivered.take()).isEqualTo(1);
				assertThat(delivered.take()).isEqualTo(2);
			}
			PairBuffer.write(writer, 3, 4);
			assertThat(reader.next().sequence()).isEqualTo(3);
		}
	}

	@Test
	void aSampleOnWhichASubscriptionFailedForGoodComesAgain() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
			PairBuffer.write(writer, 0, 3);
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				if (sample.sequence() == 1) {
					throw new ExpectedError();
				}
			});
			await().dontCatchUncaughtExceptions().until(() -> !subscription.isActive());
			subscription.close();
			assertThat(reader.next(LONG).orElseThrow().sequence()).isEqualTo(1);
		}
	}

	@Test
	void aSampleInTheHandsOfACallbackThatOutlivesItsReaderIsNotDone() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC);
			PairBuffer.write(writer, 0, 2);
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				if (sample.sequence() == 1) {
					inside.countDown();
					awaitUninterrupted(leave);
				}
			});
			inside.await();
			Thread.currentThread().interrupt();
			reader.close();
			assertThat(Thread.interrupted()).isTrue();
			try (ArrayReader<long[]> again = attach().resumeAs("a").asArray(SPEC)) {
				assertThat(again.next().sequence()).isEqualTo(1);
			}
			leave.countDown();
			await().until(() -> !subscription.isActive());
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aReaderIsOpenedAtAPosition() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(SPEC)) {
			PairBuffer.write(writer, 0, 3);
			reader.next();
			Position position = Position.parse(reader.position().toString());
			assertThat(position).isEqualTo(reader.position()).hasSameHashCodeAs(reader.position());
			assertThat(position.sequence()).isEqualTo(1);
			try (ArrayReader<long[]> there = attach().startAt(position).asArray(SPEC)) {
				assertThat(sequences(there, 2)).containsExactly(1L, 2L);
			}
			PairBuffer.write(writer, 3, 20);
			try (ArrayReader<long[]> there = attach().startAt(position).asArray(SPEC)) {
				assertThat(there.next().missed()).isEqualTo(11);
			}
			writer.unlink();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> Position.parse("5")).withMessageContaining("'5'");
	}

	@Test
	void aPositionInAnotherSegmentIsItsBeginning() throws InterruptedException {
		Position position;
		Position nowhere;
		try (ArrayReader<long[]> reader = attach().following().asArray(SPEC)) {
			nowhere = reader.position();
		}
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(SPEC)) {
			PairBuffer.write(writer, 0, 3);
			sequences(reader, 3);
			position = reader.position();
			writer.unlink();
		}
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 5);
			for (Position earlier : List.of(position, nowhere)) {
				try (ArrayReader<long[]> reader = attach().startAt(earlier).asArray(SPEC)) {
					assertThat(reader.next().sequence()).isZero();
				}
			}
		}
	}

	@Test
	void aPositionBeyondTheCountIsAnotherSegments() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 5);
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				assertThat(reader.next(Duration.ZERO)).isEmpty();
			}
			new SegmentFile(this.directory.segment("b")).putLong(SegmentFile.COUNT, 3);
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				assertThat(reader.next().sequence()).isZero();
			}
		}
	}

	private long stored() {
		SegmentFile file = new SegmentFile(files().getFirst());
		return file.getLong(64 + 64 * file.getLong(8) + 16);
	}

	private List<Path> files() {
		try (Stream<Path> files = Files.list(this.directory.path())) {
			return files.filter((file) -> file.getFileName().toString().startsWith(".gbpos_")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("b", SPEC).directory(this.directory.path()).capacity(CAPACITY).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("b").directory(this.directory.path());
	}

	private static List<Long> sequences(ArrayReader<long[]> reader, int samples) throws InterruptedException {
		List<Long> sequences = new ArrayList<>();
		for (int i = 0; i < samples; i++) {
			Optional<Sample<long[]>> sample = reader.next(LONG);
			sequences.add(sample.orElseThrow().sequence());
		}
		return sequences;
	}

	private static final class ExpectedError extends Error {

		private static final long serialVersionUID = 1L;

	}

}
