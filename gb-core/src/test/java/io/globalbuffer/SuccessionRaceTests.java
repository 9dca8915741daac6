// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.process.JavaProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several that want one name at once: one has it in the end, and no living segment loses
 * it.
 */
@EnabledOnOs(OS.LINUX)
class SuccessionRaceTests {

	private static final int ROUNDS = 60;

	private static final int UNLINK_ROUNDS = 300;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/**
	 * With a stranger's shared lock on the old segment, nobody gets the writer's lock.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ofSeveralThatReplaceAtOnceOneWinsAndTheNameIsNeverAbsent(boolean obstructed) throws Exception {
		try (JavaProcess stranger = ContendingProcess.start()) {
			for (int round = 0; round < ROUNDS; round++) {
				AbandonedSegment.ofJava(this.directory.path(), "t");
				if (obstructed) {
					stranger.call(ContendingProcess.lock(path()));
				}
				NameWatch watch = NameWatch.of(path());
				List<ArrayWriter<long[]>> winners = atOnce(this::replace, this::replace, this::replace);
				watch.assertNeverAbsent();
				assertThat(winners).hasSize(1);
				assertOwnsTheName(winners.getFirst());
				winners.getFirst().close();
				stranger.call(ContendingProcess.release());
				Files.delete(path());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ofSeveralProcessesThatReplaceAtOnceOneWins(boolean obstructed) throws Exception {
		try (JavaProcess one = ContendingProcess.start();
				JavaProcess other = ContendingProcess.start();
				JavaProcess stranger = ContendingProcess.start()) {
			for (int round = 0; round < ROUNDS; round++) {
				AbandonedSegment.ofJava(this.directory.path(), "t");
				if (obstructed) {
					stranger.call(ContendingProcess.lock(path()));
				}
				NameWatch watch = NameWatch.of(path());
				one.send(ContendingProcess.replace(this.directory.path(), "t"));
				other.send(ContendingProcess.replace(this.directory.path(), "t"));
				List<String> answers = List.of(one.answer(), other.answer());
				watch.assertNeverAbsent();
				assertThat(answers).containsExactlyInAnyOrder(ContendingProcess.DONE, ContendingProcess.LOST);
				long winner = answers.getFirst().equals(ContendingProcess.DONE) ? one.pid() : other.pid();
				try (ArrayReader<long[]> reader = attach()) {
					assertThat(reader.latest().orElseThrow().value()).containsExactly(winner);
					assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
				}
				assertThat(this.directory.path().toFile().list()).containsExactly("gb_t");
				for (JavaProcess each : List.of(one, other, stranger)) {
					each.call(ContendingProcess.release());
				}
				Files.delete(path());
			}
		}
	}

	/** Two ways to succeed a writer that closed. */
	@Test
	void ofOneThatReplacesAndOneThatGoesOnOneWins() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			builder().open().close();
			List<ArrayWriter<long[]>> winners = atOnce(this::replace, () -> open(OnExisting.TAKE_OVER),
					() -> open(OnExisting.TAKE_OVER));
			assertThat(winners).hasSize(1);
			assertOwnsTheName(winners.getFirst());
			winners.getFirst().close();
			Files.delete(path());
		}
	}

	/**
	 * A writer that closed removes its own segment's name, and never that of who came
	 * after it, whether the lock tells them apart or only the claim.
	 */
	@ParameterizedTest
	@CsvSource({ "TAKE_OVER, false", "REPLACE, false", "REPLACE, true" })
	void aClosedWriterThatUnlinksLeavesItsSuccessorTheName(OnExisting onExisting, boolean obstructed) throws Exception {
		// a claim seems to be somebody who writes, a lock for a moment somebody who
		// closes
		Duration patience = obstructed ? Duration.ofSeconds(20) : Duration.ZERO;
		try (JavaProcess stranger = ContendingProcess.start()) {
			for (int round = 0; round < UNLINK_ROUNDS; round++) {
				ArrayWriter<long[]> closed = builder().open();
				closed.close();
				if (obstructed) {
					stranger.call(ContendingProcess.lock(path()));
				}
				// from before the successor's first step to after its last
				long delay = TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextInt(1000));
				List<ArrayWriter<long[]>> winners = atOnce(() -> open(onExisting, patience), () -> {
					long start = System.nanoTime();
					while (System.nanoTime() - start < delay) {
						Thread.onSpinWait();
					}
					closed.unlink();
					return Optional.empty();
				});
				assertThat(winners).hasSize(1);
				assertOwnsTheName(winners.getFirst());
				winners.getFirst().close();
				stranger.call(ContendingProcess.release());
				Files.delete(path());
			}
		}
	}

	/** Whoever creates the segment after its name was removed keeps the name. */
	@Test
	void aCreatorThatComesInBetweenIsNotReplaced() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			AbandonedSegment.ofJava(this.directory.path(), "t");
			Callable<Optional<ArrayWriter<long[]>>> creator = () -> {
				GlobalBuffer.unlink(this.directory.path(), "t");
				return open(OnExisting.FAIL);
			};
			List<ArrayWriter<long[]>> winners = atOnce(this::replace, creator);
			// the creator may have removed what had just been put there
			assertThat(winners).isNotEmpty();
			long found = winners.stream().filter((writer) -> isFound(writer)).count();
			assertThat(found).isEqualTo(1);
			assertThat(isFound(winners.getLast())).as("the last one that came").isTrue();
			winners.forEach(ArrayWriter::close);
			assertThat(this.directory.path().toFile().list()).containsExactly("gb_t");
			Files.delete(path());
		}
	}

	@Test
	void anInterruptEndsTheAttempts() throws Exception {
		AbandonedSegment.ofJava(this.directory.path(), "t");
		try (JavaProcess stranger = ContendingProcess.start()) {
			stranger.call(ContendingProcess.lock(path()));
			Background<ArrayWriter<long[]>> successor = Background
				.run(() -> builder().onExisting(OnExisting.TAKE_OVER).takeOverTimeout(Duration.ofDays(1)).open())
				.awaitWaiting();
			successor.interrupt();
			assertThat(successor.failure()).isInstanceOf(GlobalBufferException.class)
				.hasMessageContaining("Interrupted")
				.hasMessageContaining("gb_t");
		}
	}

	@Test
	void aSharedLockKeepsNobodyFromReplacingAndASuccessorIsToldOfIt() {
		AbandonedSegment.ofJava(this.directory.path(), "t");
		try (JavaProcess stranger = ContendingProcess.start()) {
			stranger.call(ContendingProcess.lock(path()));
			try (ArrayReader<long[]> reader = attach()) {
				assertThat(reader.stats().writer().state()).isEqualTo(WriterState.DEAD);
			}
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open())
				.withMessageContaining("gb_t")
				.withMessageContaining("a shared one");
			try (ArrayWriter<long[]> writer = builder().onExisting(OnExisting.REPLACE).open()) {
				assertOwnsTheName(writer);
			}
		}
	}

	@SafeVarargs
	private static List<ArrayWriter<long[]>> atOnce(Callable<Optional<ArrayWriter<long[]>>>... contenders)
			throws Exception {
		CyclicBarrier start = new CyclicBarrier(contenders.length);
		List<Background<Optional<ArrayWriter<long[]>>>> running = new ArrayList<>();
		for (Callable<Optional<ArrayWriter<long[]>>> contender : contenders) {
			running.add(Background.run(() -> {
				start.await();
				return contender.call();
			}));
		}
		List<ArrayWriter<long[]>> winners = new ArrayList<>();
		for (Background<Optional<ArrayWriter<long[]>>> each : running) {
			each.result().ifPresent(winners::add);
		}
		return winners;
	}

	private Optional<ArrayWriter<long[]>> replace() {
		return open(OnExisting.REPLACE);
	}

	private Optional<ArrayWriter<long[]>> open(OnExisting onExisting) {
		return open(onExisting, Duration.ZERO);
	}

	private Optional<ArrayWriter<long[]>> open(OnExisting onExisting, Duration patience) {
		try {
			return Optional.of(builder().onExisting(onExisting).takeOverTimeout(patience).open());
		}
		catch (WriterConflictException | BufferExistsException ex) {
			return Optional.empty();
		}
	}

	private void assertOwnsTheName(ArrayWriter<long[]> writer) {
		writer.write(new long[] { 77 });
		try (ArrayReader<long[]> reader = attach()) {
			assertThat(reader.latest().orElseThrow().value()).containsExactly(77);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
		assertThat(this.directory.path().toFile().list()).containsExactly("gb_t");
	}

	private boolean isFound(ArrayWriter<long[]> writer) {
		long value = System.nanoTime();
		writer.write(new long[] { value });
		try (ArrayReader<long[]> reader = attach()) {
			return reader.latest().map((sample) -> sample.value()[0] == value).orElse(false);
		}
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("t", ContendingProcess.SPEC).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("t").directory(this.directory.path()).asArray(long[].class);
	}

	private Path path() {
		return this.directory.segment("t");
	}

	/**
	 * Looks at a name all the time.
	 */
	private static final class NameWatch {

		private final AtomicBoolean stopped = new AtomicBoolean();

		private final Background<Boolean> looking;

		private NameWatch(Path path) {
			this.looking = Background.run(() -> {
				boolean present = true;
				while (present && !this.stopped.get()) {
					present = !Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
				}
				return present;
			});
		}

		static NameWatch of(Path path) {
			return new NameWatch(path);
		}

		void assertNeverAbsent() throws Exception {
			this.stopped.set(true);
			assertThat(this.looking.result()).as("the name was there all the time").isTrue();
		}

	}

}
