// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.LockProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Readers, listings and successors judge a writer by the same evidence, and come to the
 * same verdict.
 */
class WriterEvidenceTests {

	private static final Duration STALE = Duration.ofSeconds(60);

	private static final Duration PROOF = Duration.ofSeconds(2);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/**
	 * Two containers, of each of which the process is number 1: the writer's, and this
	 * one, whatever it has mapped itself.
	 */
	@Test
	void theOwnNumberSpeaksForNobodyWhereThisProcessDoesNotWrite() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "e")
			.writtenBy(ProcessHandle.current().pid())
			.stampedAgo(STALE);
		try (FileChannel channel = segment.file().hold(); Arena arena = Arena.ofConfined()) {
			channel.map(FileChannel.MapMode.READ_WRITE, 0, SegmentFile.SLOTS_START, arena);
			assertPresumedDead(segment);
		}
	}

	/** With the segment mapped in this process for writing, too. */
	@Test
	void theOwnNumberSpeaksForAWriterOfThisProcess() throws Exception {
		try (ArrayWriter<long[]> writer = builder().heartbeatInterval(Duration.ZERO).open();
				ArrayReader<?> reader = attach()) {
			SegmentFile file = new SegmentFile(writer.path());
			file.forgetExtension();
			file.putLong(SegmentFile.HEARTBEAT, Duration.ofMillis(System.currentTimeMillis()).minus(STALE).toNanos());
			assertThat(Segments.in(this.directory.path()).list(PROOF)).extracting((info) -> info.writer().state())
				.containsExactly(WriterState.IDLE);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.IDLE);
		}
	}

	/**
	 * A Java reader in this container has the number that the writer had in another one.
	 * Among what it has mapped is a file whose name is no text.
	 */
	@Test
	void whoHasItMappedToReadOnlySpeaksForNobody() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "e").stampedAgo(STALE);
		shell("cp gb_e \"$(printf 'gb_\\377\\r\\344')\"");
		try (JavaProcess reader = MappingProcess.startReader(segment.file(), this.directory.segment("e"))) {
			assertThat(reader.call("how many?")).isEqualTo("2");
			assertPresumedDead(segment);
		}
	}

	/** It could be the writer: nothing tells them apart. */
	@Test
	void whoHasItMappedToWriteIsTakenForTheWriter() throws Exception {
		AbandonedSegment segment = AbandonedSegment.ofPython(this.directory.path(), "e").stampedAgo(STALE);
		try (JavaProcess process = MappingProcess.start(segment.file(), this.directory.segment("e"));
				ArrayReader<?> reader = attach()) {
			assertThat(Segments.in(this.directory.path()).list(PROOF)).extracting((info) -> info.writer().state())
				.containsExactly(WriterState.IDLE);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.IDLE);
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER_PRESUMED_DEAD).open())
				.withMessageContaining("process " + process.pid())
				.withMessageContaining("is running");
		}
	}

	@ParameterizedTest
	@EnumSource(value = OnExisting.class, names = "FAIL", mode = EnumSource.Mode.EXCLUDE)
	void whereThisProcessIsTheWriterItIsNotToldToStop(OnExisting onExisting) {
		try (ArrayWriter<long[]> writer = builder().open()) {
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder().onExisting(onExisting).open())
				.withMessageContaining("this very process")
				.withMessageContaining("process " + ProcessHandle.current().pid())
				.withMessageContaining("Close the writer")
				.withMessageNotContainingAny("Stop", "stop")
				.returns(true, WriterConflictException::isWithinProcess);
			assertThat(writer.write(new long[1])).isZero();
		}
	}

	/** The writer of another container, of which this process has the number in here. */
	@Test
	void whereTheWriterHasTheOwnNumberNobodyIsToldToStop() {
		AbandonedSegment.ofJava(this.directory.path(), "e").writtenBy(ProcessHandle.current().pid());
		new SegmentFile(this.directory.segment("e")).putLong(SegmentFile.START_TIME, 1);
		try (JavaProcess writer = LockProcess.exclusive(this.directory.segment("e"));
				ArrayReader<?> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open())
				.withMessageContaining("holds its lock")
				.withMessageContaining("another container")
				.withMessageNotContainingAny("Stop", "stop")
				.returns(false, WriterConflictException::isWithinProcess);
			assertThat(writer.call("is it held?")).isEqualTo("true");
		}
	}

	/** By another copy of this library, such as that of another web application. */
	@Test
	void aWriterOfAnotherClassLoaderIsSaidToBeOfThisProcess() {
		AbandonedSegment.ofJava(this.directory.path(), "e").writtenBy(ProcessHandle.current().pid());
		try (JavaProcess writer = LockProcess.exclusive(this.directory.segment("e"))) {
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open())
				.withMessageContaining("this very process")
				.withMessageContaining("class loaders")
				.returns(true, WriterConflictException::isWithinProcess);
			assertThat(writer.call("is it held?")).isEqualTo("true");
		}
	}

	/** The lock is free of it some moments later than it says so. */
	@Test
	void aWriterThatHasClosedAndHoldsItsLockIsSaidToBeClosing() {
		builder().open().close();
		try (JavaProcess writer = LockProcess.exclusive(this.directory.segment("e"))) {
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open())
				.withMessageContaining("has closed it")
				.withMessageContaining("take-over timeout");
			assertThat(writer.call("is it held?")).isEqualTo("true");
		}
	}

	@ParameterizedTest
	@EnumSource(value = OnExisting.class, names = { "TAKE_OVER", "TAKE_OVER_PRESUMED_DEAD" })
	void aStrangersSharedLockStandsAgainstATakeOverAndTheMessageSaysSo(OnExisting onExisting) {
		AbandonedSegment.ofJava(this.directory.path(), "e").stampedAgo(STALE);
		try (JavaProcess stranger = LockProcess.shared(this.directory.segment("e"))) {
			assertObstructed(onExisting);
			assertThat(stranger.call("is it held?")).isEqualTo("true");
		}
		try (ArrayWriter<long[]> writer = builder().onExisting(onExisting).open()) {
			assertThat(writer.write(new long[1])).isEqualTo(1);
		}
	}

	/** However its writer went. */
	@Test
	void aStrangersSharedLockStandsAgainstGoingOnAfterACleanClose() {
		builder().open().close();
		try (JavaProcess stranger = LockProcess.shared(this.directory.segment("e"))) {
			assertObstructed(OnExisting.TAKE_OVER);
			assertThat(stranger.call("is it held?")).isEqualTo("true");
		}
	}

	/** One that ends in time. */
	@Test
	void aTakeOverWaitsForAStrangersSharedLock() throws Exception {
		AbandonedSegment.ofJava(this.directory.path(), "e");
		try (JavaProcess stranger = LockProcess.shared(this.directory.segment("e"))) {
			Background<ArrayWriter<long[]>> successor = Background
				.run(() -> builder().onExisting(OnExisting.TAKE_OVER).takeOverTimeout(STALE).open())
				.awaitWaiting();
			stranger.kill();
			try (ArrayWriter<long[]> writer = successor.result()) {
				assertThat(writer.write(new long[1])).isEqualTo(1);
			}
		}
	}

	private void assertObstructed(OnExisting onExisting) {
		assertThatExceptionOfType(WriterConflictException.class)
			.isThrownBy(() -> builder().onExisting(onExisting).open())
			.withMessageContaining("gb_e")
			.withMessageContaining("shared")
			.withMessageContaining("fuser")
			.withMessageContaining("replace the segment");
	}

	/** By a listing, by a reader, and by a successor while a Python reader is there. */
	private void assertPresumedDead(AbandonedSegment segment) throws Exception {
		assertThat(Segments.in(this.directory.path()).list(PROOF)).filteredOn((info) -> info.name().equals("e"))
			.extracting((info) -> info.writer().state())
			.containsExactly(WriterState.PRESUMED_DEAD);
		try (ArrayReader<?> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.UNKNOWN);
			await().until(() -> reader.stats().writer().state() == WriterState.PRESUMED_DEAD);
		}
		try (FileChannel python = segment.file().hold();
				ArrayWriter<long[]> writer = builder().onExisting(OnExisting.TAKE_OVER_PRESUMED_DEAD).open()) {
			assertThat(writer.write(new long[1])).isEqualTo(1);
			assertThat(python.isOpen()).isTrue();
		}
	}

	private void shell(String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of("sh", "-c", command)).directory(this.directory.path().toFile())
			.inheritIO()
			.start();
		assertThat(process.waitFor()).isZero();
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("e", ArraySpec.of(DType.INT64, 1)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("e").directory(this.directory.path()).asArray(long[].class);
	}

}
