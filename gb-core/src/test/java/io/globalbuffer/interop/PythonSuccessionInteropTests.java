// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.OnExisting;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Java goes on where a killed Python writer stopped. Python holds no lock: the proof that
 * it is gone is that no process has the segment open for writing, which attached Python
 * readers hide, since they have.
 */
@Tag("long")
class PythonSuccessionInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	record Status(double gain, boolean cam_on) {
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void withoutAnAttachedPythonReaderJavaGoesOnAtOnce(PythonVersion version) {
		String name = this.names.next();
		PeerReader reader;
		try (PythonPeer writing = PythonPeer.start(version);
				ArrayReader<long[]> java = GlobalBuffer.attach(name).following().asArray(WriterProcess.SPEC)) {
			writing.createArray(name, "int64", WriterProcess.CAPACITY, 16).fillLoop(0, 5, Duration.ZERO).await();
			assertThat(java.latest().orElseThrow().value()).containsOnly(4);
			writing.kill();
			try (ArrayWriter<long[]> successor = takeOver(name, OnExisting.TAKE_OVER).open()) {
				reader = peers.get(version).attach(name);
				assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(4);
				assertThat(reader.isWriterAlive()).isTrue();
				FilledArrays.write(successor, 5, 5);
				assertThat(java.stats().sequence()).hasValue(9);
				assertIsWrittenHere(java);
			}
			for (long number = 5; number < 10; number++) {
				assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(number);
			}
			assertThat(java.generation()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void withAnAttachedPythonReaderJavaGoesOnWhereThatIsAskedForAndNothingMoves(PythonVersion version) {
		String name = this.names.next();
		PeerReader reader;
		try (PythonPeer writing = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(name, "int64", WriterProcess.CAPACITY, 16);
			reader = peers.get(version).attach(name);
			writer.fillLoop(0, 5, Duration.ZERO).await();
			writing.kill();
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> takeOver(name, OnExisting.TAKE_OVER).open())
				.withMessageContaining("process " + writing.pid())
				.withMessageContaining("TAKE_OVER_PRESUMED_DEAD");
			stamp(name, version);
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> takeOver(name, OnExisting.TAKE_OVER_PRESUMED_DEAD).open())
				.withMessageContaining("has only just gone silent");
			await().atMost(TIMEOUT).until(() -> !reader.isWriterAlive());
			assertThatExceptionOfType(WriterConflictException.class).as("however long it is silent")
				.isThrownBy(() -> takeOver(name, OnExisting.TAKE_OVER).open());
			try (ArrayWriter<long[]> successor = takeOver(name, OnExisting.TAKE_OVER_PRESUMED_DEAD)
				.takeOverTimeout(TIMEOUT)
				.open(); ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(WriterProcess.SPEC)) {
				assertThat(reader.isWriterAlive()).isTrue();
				assertIsWrittenHere(java);
				FilledArrays.write(successor, 5, 5);
			}
		}
		ReadSummary summary = reader.readNext(10, TIMEOUT).await();
		assertThat(summary).returns(10L, ReadSummary::delivered)
			.returns(0L, ReadSummary::overruns)
			.returns(0L, ReadSummary::torn)
			.returns(0L, ReadSummary::disordered)
			.returns(9L, ReadSummary::last);
		assertThat(reader.isWriterAlive()).isFalse();
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void aLivingPythonWriterIsRefusedHoweverSilent(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", WriterProcess.CAPACITY, 16);
		assertIsRefused(name, version);
		try (ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(WriterProcess.SPEC)) {
			await().atMost(TIMEOUT).until(() -> java.stats().writer().state() == WriterState.IDLE);
			assertIsRefused(name, version);
			writer.fill(3);
			assertThat(java.latest().orElseThrow().value()).containsOnly(3);
		}
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void javaGoesOnWithTheMessagesOfAKilledPythonWriter(PythonVersion version) {
		String name = this.names.next();
		try (PythonPeer writing = PythonPeer.start(version)) {
			PeerWriter writer = writing.createMessage(name, "Status", 4, 512);
			writer.write(Map.of("gain", 0, "cam_on", true));
			PeerReader reader = peers.get(version).attach(name, "Status");
			MessageSpec<Status> spec = MessageSpec.of(Status.class).maxBytes(512);
			writing.kill();
			assertThatExceptionOfType(SchemaMismatchException.class)
				.isThrownBy(() -> takeOver(name, spec.schema("{\"type\":\"null\"}"), OnExisting.TAKE_OVER).open())
				.withMessageContaining(name)
				.withMessageContaining("null is asked for, the segment has an object");
			try (BufferWriter<Status> successor = takeOver(name, spec, OnExisting.TAKE_OVER_PRESUMED_DEAD)
				.takeOverTimeout(TIMEOUT)
				.open()) {
				assertThat(successor.write(new Status(1, false))).isEqualTo(1);
				assertThat(reader.nextMessage(TIMEOUT).path("gain").asDouble()).isEqualTo(1);
				assertThat(reader.isWriterAlive()).isTrue();
				assertThat(peers.get(version).attach(name, "Status").latestMessage()).isPresent();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void aSegmentOfAnotherLayoutIsLeftAlone(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", WriterProcess.CAPACITY, 17);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> takeOver(name, OnExisting.TAKE_OVER).open())
			.withMessageContaining("int64[17]")
			.withMessageContaining("int64[16]");
		writer.fill(3);
		assertThat(peers.get(version).attach(name).latestArray().orElseThrow().longs()).containsOnly(3);
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void aDeadWritersSegmentOfAnotherLayoutIsReplaced(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		try (PythonPeer writing = PythonPeer.start(version)) {
			writing.createArray(name, "float32", 4, 17).fill(3);
			PeerReader reader = peers.get(version).attach(name);
			writing.kill();
			assertThatExceptionOfType(WriterConflictException.class).as("its proof is hidden")
				.isThrownBy(() -> takeOver(name, OnExisting.REPLACE).open())
				.withMessageContaining(name);
			assertThat(reader.latestArray().orElseThrow().doubles()).containsOnly(3);
			reader.close();
			try (ArrayReader<?> java = GlobalBuffer.attach(name).following().asArray();
					ArrayWriter<long[]> successor = takeOver(name, OnExisting.REPLACE).open()) {
				PeerReader replaced = peers.get(version).attach(name);
				FilledArrays.write(successor, 0, 1);
				assertThat(replaced.nextArray(TIMEOUT).longs()).containsOnly(0);
				assertThat(java.next(TIMEOUT).orElseThrow().value()).isEqualTo(new long[16]);
				assertThat(java.generation()).isEqualTo(1);
			}
		}
	}

	/** As the writer would have, had it lived until now: this machine may be slow. */
	private static void stamp(String name, PythonVersion version) {
		long wallClock = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		new SegmentFile(PeerNames.DIRECTORY.resolve("gb_" + name)).putLong(SegmentFile.HEARTBEAT,
				version.stampsMonotonicClock() ? System.nanoTime() : wallClock);
	}

	private static void assertIsRefused(String name, PythonVersion version) {
		for (OnExisting onExisting : new OnExisting[] { OnExisting.TAKE_OVER, OnExisting.TAKE_OVER_PRESUMED_DEAD,
				OnExisting.REPLACE }) {
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> takeOver(name, onExisting).open())
				.withMessageContaining("process " + peers.get(version).pid())
				.withMessageContaining("is running");
		}
	}

	private static void assertIsWrittenHere(ArrayReader<?> reader) {
		assertThat(reader.stats().writer()).returns(WriterState.ACTIVE, WriterStatus::state)
			.returns(OptionalLong.of(ProcessHandle.current().pid()), WriterStatus::pid);
	}

	private static WriterBuilder<ArrayWriter<long[]>> takeOver(String name, OnExisting onExisting) {
		return GlobalBuffer.create(name, WriterProcess.SPEC).capacity(WriterProcess.CAPACITY).onExisting(onExisting);
	}

	private static WriterBuilder<MessageWriter<Status>> takeOver(String name, MessageSpec<Status> spec,
			OnExisting onExisting) {
		return GlobalBuffer.create(name, spec).capacity(4).onExisting(onExisting);
	}

}
