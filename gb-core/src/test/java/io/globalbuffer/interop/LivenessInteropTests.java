// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.exception.BufferExistsException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerException;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What each language makes of the other's writers and readers coming to an end. Cases 72,
 * 84, 104, 108, 110, 117 and 118.
 */
@Tag("long")
class LivenessInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 16);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	/** Cases 72, 104, 108 and 110. */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void aPythonWriterIsActiveThenIdleThenPresumedDead(PythonVersion version) {
		String name = this.names.next();
		try (PythonPeer peer = PythonPeer.start(version)) {
			PeerWriter writer = peer.createArray(name, "int64", 4, 16);
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
				writer.fill(1);
				assertThat(status(reader)).returns(true, WriterStatus::alive)
					.returns(WriterState.ACTIVE, WriterStatus::state);
				assertThat(status(reader).pid()).hasValue(peer.pid());
				assertThat(status(reader).heartbeatAge().orElseThrow()).isLessThan(Duration.ofSeconds(20));
				await().atMost(TIMEOUT).until(() -> status(reader).state() == WriterState.IDLE);
				assertThat(status(reader).alive()).isFalse();
				writer.heartbeat();
				assertThat(status(reader)).returns(true, WriterStatus::alive)
					.returns(WriterState.ACTIVE, WriterStatus::state);
				peer.kill();
				await().atMost(TIMEOUT).until(() -> !status(reader).alive());
				await().atMost(TIMEOUT).until(() -> status(reader).state() == WriterState.PRESUMED_DEAD);
				assertThat(reader.latest().orElseThrow().value()).containsOnly(1);
			}
		}
	}

	/** Cases 72 and 104. */
	@Test
	void pythonSeesThatAJavaWriterWasKilled() {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name)) {
			PeerReader oldest = peers.get(PythonVersion.V1_0_0).attach(name);
			PeerReader older = peers.get(PythonVersion.V1_0_2).attach(name);
			PeerReader newest = peers.get(PythonVersion.V1_1_3).attach(name);
			List<PeerReader> readers = List.of(oldest, older, newest);
			process.write(1);
			readers.forEach((reader) -> assertThat(reader.isWriterAlive()).isTrue());
			process.kill();
			await().atMost(TIMEOUT).until(() -> !older.isWriterAlive() && !newest.isWriterAlive());
			// takes the wall clock for a monotonic one that lies in the future
			assertThat(oldest.isWriterAlive()).isTrue();
			readers.forEach((reader) -> assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(0));
		}
	}

	/** Case 104, from Java to Java. */
	@Test
	void aKilledJavaWriterIsDeadAtOnceForJava() {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name);
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			process.write(1);
			assertThat(status(reader)).returns(true, WriterStatus::alive)
				.returns(WriterState.ACTIVE, WriterStatus::state)
				.returns(OptionalLong.of(process.pid()), WriterStatus::pid);
			process.kill();
			assertThat(status(reader).state()).isEqualTo(WriterState.DEAD);
			await().atMost(TIMEOUT).until(() -> !status(reader).alive());
			assertThat(status(reader).state()).isEqualTo(WriterState.DEAD);
			assertThat(reader.latest().orElseThrow().value()).containsOnly(0);
		}
	}

	@Test
	void aPausedJavaWriterIsIdleAndGoesOn() throws InterruptedException {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name);
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			process.pause();
			await().atMost(TIMEOUT).until(() -> status(reader).state() == WriterState.IDLE);
			assertThat(status(reader).alive()).isFalse();
			process.resume();
			await().atMost(TIMEOUT).until(() -> status(reader).state() == WriterState.ACTIVE);
			process.write(1);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(0);
		}
	}

	/** Cases 117 and 118. */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void aCrashedJavaWritersNameIsTakenUntilItIsUnlinked(PythonVersion version) {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		try (WriterProcess process = WriterProcess.start(name)) {
			assertNameIsTaken(name, peer);
			process.kill();
			assertNameIsTaken(name, peer);
		}
		GlobalBuffer.unlink(name);
		PeerWriter writer = peer.createArray(name, "int64", 4, 16);
		writer.fill(1);
		assertThat(peer.attach(name).latestArray().orElseThrow().longs()).containsOnly(1);
	}

	/** Cases 117 and 118. */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void aCrashedPythonWritersNameIsTakenUntilItIsUnlinked(PythonVersion version) {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		try (PythonPeer writing = PythonPeer.start(version)) {
			writing.createArray(name, "int64", 4, 16);
			assertNameIsTaken(name, peer);
			writing.kill();
			assertNameIsTaken(name, peer);
			peer.unlink(name);
			try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(4).open()) {
				FilledArrays.write(writer, 0, 1);
				assertThat(peer.attach(name).latestArray().orElseThrow().longs()).containsOnly(0);
			}
		}
	}

	/**
	 * Case 108. To 1.0.0 any stamp of the wall clock lies in the future, and so is fresh.
	 */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void pythonSeesThatASilentJavaWriterWritesOrStampsAgain(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC)
			.capacity(4)
			.heartbeatInterval(Duration.ZERO)
			.open()) {
			PeerReader reader = peers.get(version).attach(name);
			for (Runnable sign : List.<Runnable>of(() -> FilledArrays.write(writer, 0, 1), writer::heartbeat)) {
				SegmentFile file = new SegmentFile(PeerNames.file(name));
				file.putLong(SegmentFile.HEARTBEAT, heartbeat(name) - Duration.ofSeconds(3).toNanos());
				assertThat(reader.isWriterAlive()).isEqualTo(version.stampsMonotonicClock());
				sign.run();
				assertThat(reader.isWriterAlive()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void pythonSeesThatAJavaWriterClosed(PythonVersion version) {
		String name = this.names.next();
		PeerReader reader;
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(4).open()) {
			reader = peers.get(version).attach(name);
			assertThat(reader.isWriterAlive()).isTrue();
			FilledArrays.write(writer, 0, 3);
		}
		assertThat(reader.isWriterAlive()).isFalse();
		assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(2);
		assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(0);
		assertThat(peers.get(version).attach(name).latestArray().orElseThrow().longs()).containsOnly(2);
	}

	@Test
	void aSilentJavaWriterStaysAliveForPython() {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(4).open()) {
			FilledArrays.write(writer, 0, 1);
			long created = heartbeat(name);
			PeerReader reader = peers.get(PythonVersion.V1_1_3).attach(name);
			await().atMost(TIMEOUT).until(() -> heartbeat(name) - created > Duration.ofMillis(2500).toNanos());
			assertThat(reader.isWriterAlive()).isTrue();
			assertThat(peers.get(PythonVersion.V1_0_2).attach(name).isWriterAlive()).isTrue();
		}
	}

	/** Cases 9 and 84. */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void javaReadersLeaveAPythonSegmentUntouched(PythonVersion version) throws Exception {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 4, 16);
		writer.fillLoop(0, 6, Duration.ZERO).await();
		byte[] before = Files.readAllBytes(PeerNames.file(name));
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC);
				ArrayReader<long[]> following = GlobalBuffer.attach(name).following().asArray(SPEC)) {
			assertThat(reader.latest()).isPresent();
			assertThat(reader.next(Duration.ofMillis(20))).isEmpty();
			assertThat(following.latest()).isPresent();
			assertThat(reader.stats().written()).isZero();
		}
		assertThat(Files.readAllBytes(PeerNames.file(name))).isEqualTo(before);
		writer.fill(6);
		assertThat(peers.get(version).attach(name).latestArray().orElseThrow().longs()).containsOnly(6);
	}

	/** Cases 9 and 84. */
	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.PythonVersion#shown")
	void closedAndKilledPythonReadersLeaveAJavaSegmentUntouched(PythonVersion version) throws IOException {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC)
			.capacity(4)
			.heartbeatInterval(Duration.ofHours(1))
			.open(); PythonPeer reading = PythonPeer.start(version)) {
			FilledArrays.write(writer, 0, 6);
			byte[] before = Files.readAllBytes(PeerNames.file(name));
			reading.attach(name).close();
			PeerReader reader = reading.attach(name);
			assertThat(reader.latestArray()).isPresent();
			assertThat(reader.startNext(TIMEOUT).isDone()).isFalse();
			reading.kill();
			assertThat(Files.readAllBytes(PeerNames.file(name))).isEqualTo(before);
			FilledArrays.write(writer, 6, 1);
			// Python's resource tracker cleans up after a process once that has ended
			assertThat(peers.get(version).attach(name).latestArray().orElseThrow().longs()).containsOnly(6);
		}
	}

	private static void assertNameIsTaken(String name, PythonPeer peer) {
		assertThatExceptionOfType(BufferExistsException.class)
			.isThrownBy(() -> GlobalBuffer.create(name, SPEC).capacity(4).open())
			.withMessageContaining(name);
		assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.createArray(name, "int64", 4, 16))
			.extracting(PeerException::type)
			.isEqualTo("BufferExists");
	}

	private static WriterStatus status(ArrayReader<?> reader) {
		return reader.stats().writer();
	}

	private static long heartbeat(String name) {
		return new SegmentFile(PeerNames.file(name)).getLong(SegmentFile.HEARTBEAT);
	}

}
