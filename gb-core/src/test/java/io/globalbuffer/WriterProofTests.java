// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What proves that the writer of a segment has gone, so that another may go on with it.
 */
class WriterProofTests {

	private static final Duration STALE = Duration.ofSeconds(60);

	private static final Duration PROOF = Duration.ofSeconds(2);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** However fresh its heartbeat. */
	@Test
	void aLockThatTheKernelFreedProvesIt() {
		AbandonedSegment.ofJava(this.directory.path(), "t").writtenBy(ProcessHandle.current().pid());
		try (ArrayReader<?> reader = attach(); ArrayWriter<long[]> writer = open(OnExisting.TAKE_OVER)) {
			assertThat(writer.write(new long[] { 1 })).isEqualTo(1);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			assertThat(reader.stats().writer().pid()).hasValue(ProcessHandle.current().pid());
		}
	}

	/**
	 * A Python writer holds no lock, but keeps the file open for writing while it lives.
	 */
	@Test
	void thatNobodyHasItOpenForWritingProvesIt() {
		AbandonedSegment.ofPython(this.directory.path(), "t").writtenBy(ProcessHandle.current().pid());
		try (ArrayReader<?> reader = attach(); ArrayWriter<long[]> writer = open(OnExisting.TAKE_OVER)) {
			assertThat(writer.write(new long[] { 1 })).isEqualTo(1);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	/** The proof by lease makes others' opens wait, and fails none. */
	@Test
	void ofSeveralThatTakeOverAtOnceOneWins() throws Exception {
		for (int round = 0; round < 50; round++) {
			String name = "t" + round;
			AbandonedSegment.ofPython(this.directory.path(), name);
			CyclicBarrier start = new CyclicBarrier(3);
			Callable<Optional<ArrayWriter<long[]>>> contender = () -> {
				start.await();
				try {
					return Optional.of(builder(name).onExisting(OnExisting.TAKE_OVER).open());
				}
				catch (WriterConflictException ex) {
					return Optional.empty();
				}
			};
			List<Background<Optional<ArrayWriter<long[]>>>> contenders = List.of(Background.run(contender),
					Background.run(contender), Background.run(contender));
			List<ArrayWriter<long[]>> winners = new ArrayList<>();
			for (Background<Optional<ArrayWriter<long[]>>> each : contenders) {
				each.result().ifPresent(winners::add);
			}
			assertThat(winners).hasSize(1);
			winners.getFirst().close();
		}
	}

	@Test
	void aPythonReaderHidesTheProofAndTheMessageSaysSo() throws Exception {
		long pid = AbandonedSegment.absentPid();
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t")
			.writtenBy(pid)
			.stampedAgo(STALE);
		try (FileChannel reader = segment.file().hold()) {
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> open(OnExisting.TAKE_OVER))
				.withMessageContaining("gb_t")
				.withMessageContaining("process " + pid)
				.withMessageContaining("TAKE_OVER_PRESUMED_DEAD");
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> open(OnExisting.REPLACE));
			assertThat(reader.isOpen()).isTrue();
		}
	}

	@Test
	void aWriterThatIsPresumedDeadIsTakenOverOnDemandOnceItStoodStill() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t")
			.writtenBy(AbandonedSegment.absentPid())
			.stampedAgo(STALE);
		long start = System.nanoTime();
		try (FileChannel reader = segment.file().hold();
				ArrayWriter<long[]> writer = open(OnExisting.TAKE_OVER_PRESUMED_DEAD)) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(PROOF, PROOF.multipliedBy(10));
			assertThat(writer.write(new long[] { 1 })).isEqualTo(1);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	/** As in a container that was started again: process 1 once more. */
	@Test
	void aDeadNamesakeOfThisProcessIsPresumedDead() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t")
			.writtenBy(ProcessHandle.current().pid())
			.stampedAgo(STALE);
		try (FileChannel reader = segment.file().hold();
				ArrayWriter<long[]> writer = open(OnExisting.TAKE_OVER_PRESUMED_DEAD)) {
			assertThat(writer.write(new long[] { 1 })).isEqualTo(1);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	@Test
	void aFreshHeartbeatRefusesThePresumption() throws Exception {
		long pid = AbandonedSegment.absentPid();
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t").writtenBy(pid);
		try (FileChannel reader = segment.file().hold()) {
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> open(OnExisting.TAKE_OVER_PRESUMED_DEAD))
				.withMessageContaining("process " + pid)
				.withMessageContaining("take-over timeout");
			assertThat(reader.isOpen()).isTrue();
		}
	}

	/** A process that has the segment mapped: this one, by another name than its id. */
	@ParameterizedTest
	@EnumSource(value = OnExisting.class, names = "FAIL", mode = EnumSource.Mode.EXCLUDE)
	void aLivingWriterRefusesHoweverStale(OnExisting onExisting) throws Exception {
		try (JavaProcess writer = MappingProcess.start(
				AbandonedSegment.ofPython(this.directory.path(), "t").stampedAgo(STALE).file(),
				this.directory.segment("t"))) {
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> open(onExisting))
				.withMessageContaining("process " + writer.pid())
				.withMessageContaining("is running");
		}
	}

	/**
	 * The id of the writer belongs to a process that has nothing to do with it by now.
	 */
	@Test
	void aReusedProcessIdHidesNothing() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t")
			.writtenBy(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L))
			.stampedAgo(STALE);
		try (FileChannel reader = segment.file().hold();
				ArrayWriter<long[]> writer = open(OnExisting.TAKE_OVER_PRESUMED_DEAD)) {
			assertThat(writer.write(new long[] { 1 })).isEqualTo(1);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	@Test
	void aWriterThatStillStampsIsNotPresumedDead() throws Exception {
		long pid = AbandonedSegment.absentPid();
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t")
			.writtenBy(pid)
			.stampedAgo(STALE);
		try (FileChannel reader = segment.file().hold()) {
			Background<ArrayWriter<long[]>> successor = Background.run(() -> open(OnExisting.TAKE_OVER_PRESUMED_DEAD))
				.awaitWaiting();
			segment.stampedAgo(Duration.ZERO);
			assertThat(successor.failure()).isInstanceOf(WriterConflictException.class);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	/** As one in another pid namespace, which stamps less often than it writes. */
	@Test
	void aWriterThatStillWritesIsNotPresumedDeadHoweverStale() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "t")
			.writtenBy(AbandonedSegment.absentPid())
			.stampedAgo(STALE);
		AtomicBoolean stop = new AtomicBoolean();
		try (FileChannel reader = segment.file().hold()) {
			Background<Long> writer = Background.run(() -> {
				long count = 1;
				while (!stop.get()) {
					segment.file().putLong(SegmentFile.COUNT, ++count);
					LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				}
				return count;
			});
			try {
				assertThatExceptionOfType(WriterConflictException.class)
					.isThrownBy(() -> open(OnExisting.TAKE_OVER_PRESUMED_DEAD))
					.withMessageContaining("gb_t")
					.withMessageContaining("pid namespace");
			}
			finally {
				stop.set(true);
				assertThat(writer.result()).isPositive();
			}
			assertThat(reader.isOpen()).isTrue();
		}
	}

	private ArrayWriter<long[]> open(OnExisting onExisting) {
		return builder("t").onExisting(onExisting).open();
	}

	private WriterBuilder<ArrayWriter<long[]>> builder(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("t").directory(this.directory.path()).asArray(long[].class);
	}

}
