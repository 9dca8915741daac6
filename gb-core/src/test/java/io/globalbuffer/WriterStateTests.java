// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.LockProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What readers learn of the writer. Cases 41, 62, 72 and 108 to 110. UNLINKED, REPLACED
 * and NEVER_SEEN are in {@link FollowingTests}. Isolated, since one test looks at the
 * process's heartbeat thread.
 */
@Isolated
class WriterStateTests {

	private static final Duration STALE = Duration.ofSeconds(3);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aWriterThatStampsIsActive() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<?> reader = attach()) {
			WriterStatus status = reader.stats().writer();
			assertThat(status.state()).isEqualTo(WriterState.ACTIVE);
			assertThat(status.alive()).isTrue();
			assertThat(status.pid()).hasValue(ProcessHandle.current().pid());
			assertThat(status.heartbeatAge().orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(2));
			assertThat(status.lastHeartbeat().orElseThrow()).isBetween(Instant.now().minusSeconds(10), Instant.now());
			assertThat(writer.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
	}

	/** Cases 41 and 108. */
	@Test
	void aSilentWriterIsIdleUntilItWritesOrStamps() {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ZERO).open();
				ArrayReader<?> reader = attach()) {
			stamp(wallClock().minus(STALE));
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.IDLE);
			assertThat(reader.stats().writer().alive()).isFalse();
			assertThat(reader.stats().writer().heartbeatAge().orElseThrow()).isGreaterThanOrEqualTo(STALE);
			writer.write(new long[1]);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			stamp(wallClock().minus(STALE));
			assertThat(reader.stats().writer().alive()).isFalse();
			writer.heartbeat();
			assertThat(reader.stats().writer().alive()).isTrue();
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
	}

	/** Case 62. */
	@Test
	void anIntervalOfZeroStampsWithEachWriteAndNotOtherwise() {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ZERO).open()) {
			SegmentFile file = new SegmentFile(writer.path());
			for (int i = 0; i < 3; i++) {
				stamp(wallClock().minus(STALE));
				long silent = file.getLong(SegmentFile.HEARTBEAT);
				assertThat(writer.stats().writer().alive()).isFalse();
				assertThat(file.getLong(SegmentFile.HEARTBEAT)).isEqualTo(silent);
				writer.write(new long[1]);
				assertThat(file.getLong(SegmentFile.HEARTBEAT)).isGreaterThanOrEqualTo(silent + STALE.toNanos());
			}
		}
	}

	/** Case 109, which is about Python: there a write stamps if the last one is old. */
	@Test
	void writesDoNotStampWhereTheBackgroundDoes() {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ofHours(1)).open()) {
			stamp(wallClock().minus(STALE));
			SegmentFile file = new SegmentFile(writer.path());
			long silent = file.getLong(SegmentFile.HEARTBEAT);
			for (int i = 0; i < 1000; i++) {
				writer.write(new long[1]);
			}
			assertThat(file.getLong(SegmentFile.HEARTBEAT)).isEqualTo(silent);
			writer.heartbeat();
			assertThat(writer.stats().writer().alive()).isTrue();
		}
	}

	@Test
	void theBackgroundStampKeepsAnIdleWriterAlive() {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ofMillis(20)).open();
				ArrayReader<?> reader = attach()) {
			stamp(wallClock().minus(STALE));
			await().until(() -> reader.stats().writer().alive());
			assertThat(writer.stats().written()).isZero();
		}
	}

	@Test
	void theLivenessTimeoutIsTheReaders() {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ZERO).open();
				ArrayReader<?> patient = GlobalBuffer.attach(writer.name())
					.directory(this.directory.path())
					.livenessTimeout(Duration.ofHours(1))
					.asArray()) {
			stamp(wallClock().minus(STALE));
			assertThat(patient.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
	}

	@Test
	void aCleanCloseIsSeen() {
		ArrayWriter<long[]> writer = builder().open();
		writer.write(new long[] { 7 });
		try (ArrayReader<long[]> reader = attach()) {
			writer.close();
			assertThat(new SegmentFile(writer.path()).getLong(SegmentFile.HEARTBEAT)).isEqualTo(1);
			WriterStatus status = reader.stats().writer();
			assertThat(status.state()).isEqualTo(WriterState.CLOSED);
			assertThat(status.alive()).isFalse();
			assertThat(status.lastHeartbeat()).isEmpty();
			assertThat(status.heartbeatAge()).isEmpty();
			assertThat(reader.latest().orElseThrow().value()).containsExactly(7);
		}
	}

	/** The lock is free a moment after the last stamp. */
	@Test
	void aCleanCloseIsNeverTakenForADeath() throws Exception {
		for (int round = 0; round < 200; round++) {
			ArrayWriter<long[]> writer = builder().onExisting(OnExisting.TAKE_OVER).open();
			try (ArrayReader<long[]> reader = attach()) {
				Background<WriterState> seen = Background.run(() -> {
					WriterState state = reader.stats().writer().state();
					while (state == WriterState.ACTIVE) {
						state = reader.stats().writer().state();
					}
					return state;
				});
				writer.close();
				assertThat(seen.result()).isEqualTo(WriterState.CLOSED);
			}
		}
	}

	@Test
	void aWriterOfAnAbsentProcessIsPresumedDeadOnceAllStoodStill() throws Exception {
		AbandonedSegment.ofPython(this.directory.path(), "s").writtenBy(AbandonedSegment.absentPid()).stampedAgo(STALE);
		try (ArrayReader<?> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.UNKNOWN);
			await().until(() -> reader.stats().writer().state() == WriterState.PRESUMED_DEAD);
			stamp(wallClock());
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
	}

	@Test
	void aStaleWriterWithoutProcessIdIsUnknown() {
		AbandonedSegment.ofPython(this.directory.path(), "s").writtenBy(0).stampedAgo(STALE);
		try (ArrayReader<?> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.UNKNOWN);
		}
	}

	/** However fresh its heartbeat: within milliseconds, not seconds. */
	@Test
	void aWriterWhoseLockTheKernelFreedIsDead() {
		AbandonedSegment segment = AbandonedSegment.ofJava(this.directory.path(), "s");
		try (ArrayReader<long[]> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.DEAD);
			assertThat(reader.stats().writer().alive()).as("Python's rule").isTrue();
			segment.stampedAgo(STALE);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.DEAD);
			assertThat(reader.latest().orElseThrow().value()).containsExactly(0);
		}
	}

	/** Whoever may read the segment can hold one on the same bytes. */
	@Test
	void aStrangersSharedLockDoesNotMakeADeadWriterLive() {
		AbandonedSegment.ofJava(this.directory.path(), "s").stampedAgo(STALE);
		try (JavaProcess stranger = LockProcess.shared(this.directory.segment("s"));
				ArrayReader<long[]> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.DEAD);
			assertThat(stranger.call("is it held?")).isEqualTo("true");
		}
	}

	/** Case 110. */
	@Test
	void stampsOfTheMonotonicClockAreUnderstood() {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ZERO).open();
				ArrayReader<?> reader = attach()) {
			stamp(Duration.ofNanos(System.nanoTime()));
			assertThat(reader.stats().writer().alive()).isTrue();
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			stamp(Duration.ofNanos(System.nanoTime()).minus(STALE));
			assertThat(reader.stats().writer().alive()).isFalse();
			assertThat(reader.stats().writer().heartbeatAge().orElseThrow()).isBetween(STALE, STALE.multipliedBy(10));
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void theRateIsAbsentAtFirstAndThenRight() {
		long before = System.nanoTime();
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<?> reader = attach()) {
			for (int i = 0; i < 1000; i++) {
				writer.write(new long[1]);
			}
			assertThat(writer.stats().written()).isEqualTo(1000);
			if (Duration.ofNanos(System.nanoTime() - before).toMillis() < 1000) {
				assertThat(reader.stats().rate()).isEmpty();
			}
			await().until(() -> reader.stats().rate().isPresent() && writer.stats().rate().isPresent());
			double rate = reader.stats().rate().orElseThrow();
			double elapsedSeconds = (System.nanoTime() - before) / 1e9;
			assertThat(rate).isBetween(1000 / elapsedSeconds, 1000.0);
			assertThat(reader.stats().lastChangeSeen()).isPresent();
		}
	}

	@Test
	void theHeartbeatThreadEndsWithTheLastHandle() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<?> reader = attach()) {
			assertThat(writer.isOpen() && reader.isOpen()).isTrue();
			await().until(WriterStateTests::isHeartbeatThreadAlive);
		}
		await().until(() -> !isHeartbeatThreadAlive());
		try (ArrayWriter<long[]> writer = builder().onExisting(OnExisting.TAKE_OVER).open()) {
			stamp(wallClock().minus(STALE));
			await().until(() -> writer.stats().writer().alive());
		}
	}

	@Test
	void statesAreWrittenInLowerCaseWithHyphens() {
		assertThat(WriterState.PRESUMED_DEAD.label()).isEqualTo("presumed-dead");
		assertThat(WriterState.ACTIVE.label()).isEqualTo("active");
	}

	private static boolean isHeartbeatThreadAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("globalbuffer-heartbeat"));
	}

	private static Duration wallClock() {
		return Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
	}

	private void stamp(Duration clock) {
		new SegmentFile(this.directory.segment("s")).putLong(SegmentFile.HEARTBEAT, clock.toNanos());
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("s", ArraySpec.of(DType.INT64, 1)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("s").directory(this.directory.path()).asArray(long[].class);
	}

}
