// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.exception.WriterConflictException;
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

/**
 * What Java sees of a Python writer wrapped by {@code globalbuffer_wake}: it holds the
 * lock of a Java writer, and says that it closes.
 */
class WakingWriterInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 16);

	private static final int EVENT = 8136;

	private static final int MAGIC = 0x314A_4247;

	/** Wakes through the event word, holds the lock, wakes at every publish. */
	private static final int FEATURES = 1 | 4 | 16;

	private static final String SCRIPT = """
			import __main__
			from globalbuffer_wake import sleeping, waking

			def fork(waiting, writer):
			    to_parent, from_child = os.pipe()
			    child = os.fork()
			    if child == 0:
			        try:
			            writer.write(np.zeros(16))
			            os.write(from_child, b"written")
			        except gb.BufferClosed:
			            os.write(from_child, b"closed")
			        writer.close()
			        # what the parent's end of the pipe tells: it lives
			        os.close(from_child)
			        for descriptor in (0, 1, 2):
			            os.close(descriptor)
			        while True:
			            time.sleep(1)
			    os.close(from_child)
			    said = os.read(to_parent, 100)
			    writer.write(np.ones(16))
			    return {"child": child, "said": said.decode()}

			def forget(waiting, name):
			    waking(gb.create(name, gb.ArraySpec("int64", (16,)), 4)).write(np.zeros(16))

			def wrap_what_cannot_be(waiting, name):
			    writer = gb.create(name, gb.ArraySpec("int64", (16,)), 4)
			    reader = gb.attach(name)
			    raised = []
			    def attempt(wrap, what):
			        try:
			            wrap(what)
			        except Exception as error:
			            raised.append(type(error).__name__)
			    attempt(waking, reader)
			    attempt(sleeping, writer)
			    wrapped = waking(writer)
			    attempt(waking, writer)
			    attempt(waking, wrapped)
			    reader.close()
			    attempt(sleeping, reader)
			    wrapped.close()
			    wrapped.close()
			    attempt(waking, writer)
			    attempt(wrapped.write, np.zeros(16))
			    return raised
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itStatesWhoItIsAndMovesTheEventWordAtEveryPublish(PythonVersion version) {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		PeerWriter writer = peer.createArray(name, "int64", 8, 16).waking();
		SegmentFile file = new SegmentFile(PeerNames.file(name));
		assertThat(file.getInt(SegmentFile.EXTENSION)).isEqualTo(MAGIC);
		assertThat(file.getInt(SegmentFile.FEATURES)).isEqualTo(FEATURES);
		assertThat(file.getLong(SegmentFile.INCARNATION)).isNotZero();
		assertThat(file.getLong(SegmentFile.START_TIME)).isPositive();
		int event = file.getInt(EVENT);
		writer.fill(0);
		assertThat(file.getInt(EVENT)).isEqualTo(event + 2);
		writer.reserveFill(1);
		assertThat(file.getInt(EVENT)).isEqualTo(event + 4);
		writer.close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaReadersThatWaitReceiveEachSample(PythonVersion version) throws Exception {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 8, 16).waking();
		try (ExecutorService executor = Executors.newSingleThreadExecutor();
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			for (long number = 0; number < 10; number++) {
				Future<long[]> sample = executor.submit(() -> reader.next(TIMEOUT).orElseThrow().value());
				writer.fill(number);
				assertThat(sample.get()).containsOnly(number);
			}
		}
		writer.close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itsDeathIsProvedAtOnceAndJavaGoesOnBesidePythonReaders(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PythonPeer reading = peers.get(version);
		try (PythonPeer writing = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(name, "int64", 8, 16).waking();
			PeerReader plain = reading.attach(name);
			PeerReader sleeping = reading.attach(name).sleeping();
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
				writer.fill(0);
				assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(0);
				assertThat(status(reader)).returns(WriterState.ACTIVE, WriterStatus::state)
					.returns(OptionalLong.of(writing.pid()), WriterStatus::pid);
				assertThat(sleeping.nextArray(TIMEOUT).longs()).containsOnly(0);
				assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> takeOver(name))
					.withMessageContaining("holds its lock");
				writing.kill();
				assertThat(status(reader).state()).isEqualTo(WriterState.DEAD);
				try (ArrayWriter<long[]> successor = takeOver(name)) {
					FilledArrays.write(successor, 1, 2);
					assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(1);
					assertThat(sleeping.readNext(2, TIMEOUT).await().torn()).isZero();
					assertThat(plain.readNext(3, TIMEOUT).await().last()).isEqualTo(2);
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aSilentOneIsIdleAndAClosedOneIsClosed(PythonVersion version) {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		PeerWriter writer = peer.createArray(name, "int64", 8, 16).waking();
		PeerReader python = peer.attach(name);
		writer.fill(0);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			long silent = new SegmentFile(PeerNames.file(name)).getLong(SegmentFile.HEARTBEAT)
					- TimeUnit.SECONDS.toNanos(3);
			new SegmentFile(PeerNames.file(name)).putLong(SegmentFile.HEARTBEAT, silent);
			assertThat(status(reader).state()).isEqualTo(WriterState.IDLE);
			writer.close();
			assertThat(status(reader).state()).isEqualTo(WriterState.CLOSED);
			assertThat(python.isWriterAlive()).isFalse();
			takeOver(name).close();
		}
	}

	@Test
	void oneThatIsForgottenFreesItsLockAsIfItHadClosed() {
		String name = this.names.next();
		peers.get(PythonVersion.V1_1_3).call("run", Map.of("source", SCRIPT, "function", "forget", "name", name));
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			assertThat(status(reader).state()).isEqualTo(WriterState.CLOSED);
		}
	}

	@Test
	void aForkedChildCannotWriteAndDoesNotKeepTheLock() {
		String name = this.names.next();
		try (PythonPeer writing = PythonPeer.start(PythonVersion.V1_1_3)) {
			PeerWriter writer = writing.createArray(name, "int64", 8, 16).waking();
			JsonNode forked = writer.run(SCRIPT, "fork").await();
			ProcessHandle child = ProcessHandle.of(forked.path("child").asLong()).orElseThrow();
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
				assertThat(forked.path("said").asText()).isEqualTo("closed");
				assertThat(status(reader).state()).isEqualTo(WriterState.ACTIVE);
				assertThat(reader.latest().orElseThrow().value()).containsOnly(1);
				writing.kill();
				assertThat(child.isAlive()).isTrue();
				assertThat(status(reader).state()).isEqualTo(WriterState.DEAD);
			}
			finally {
				child.destroyForcibly();
			}
		}
	}

	@Test
	void aReaderWithAnIdentityKnowsTheSegmentFromBeforeItWasWrapped() throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(PythonVersion.V1_1_3).createArray(name, "int64", 8, 16);
		try (ArrayReader<long[]> reader = resuming(name)) {
			writer.fill(0);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(0);
			writer.waking();
			writer.fill(1);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(1);
		}
		writer.fill(2);
		try (ArrayReader<long[]> reader = resuming(name)) {
			assertThat(reader.next(TIMEOUT).orElseThrow().sequence()).isEqualTo(2);
			assertThat(reader.overruns()).isZero();
		}
		writer.close();
	}

	@Test
	void whatCannotBeWrappedIsRefused() {
		String name = this.names.next();
		JsonNode raised = peers.get(PythonVersion.V1_1_3)
			.call("run", Map.of("source", SCRIPT, "function", "wrap_what_cannot_be", "name", name));
		assertThat(raised).extracting(JsonNode::asText)
			.containsExactly("TypeError", "TypeError", "GlobalBufferError", "TypeError", "BufferClosed", "BufferClosed",
					"BufferClosed");
	}

	@Test
	void aSharedLockInTheWayIsNamed() {
		String name = this.names.next();
		PythonPeer peer = peers.get(PythonVersion.V1_1_3);
		PeerWriter writer = peer.createArray(name, "int64", 8, 16);
		peer.call("run", Map.of("source", """
				import __main__, fcntl, struct

				def hold(waiting, path):
				    __main__.held = open(path, "rb")
				    fcntl.fcntl(__main__.held, fcntl.F_OFD_SETLK,
				                struct.pack("hhqqi0q", fcntl.F_RDLCK, os.SEEK_SET, 8128, 64, 0))
				""", "function", "hold", "path", PeerNames.file(name).toString()));
		assertThatExceptionOfType(PeerException.class).isThrownBy(writer::waking).withMessageContaining("fuser -v");
		writer.fill(0);
		assertThat(new SegmentFile(PeerNames.file(name)).getInt(SegmentFile.EXTENSION)).isZero();
	}

	private static ArrayReader<long[]> resuming(String name) {
		return GlobalBuffer.attach(name).following().resumeAs("waking").asArray(SPEC);
	}

	private static ArrayWriter<long[]> takeOver(String name) {
		return GlobalBuffer.create(name, SPEC).capacity(8).onExisting(OnExisting.TAKE_OVER).open();
	}

	private static WriterStatus status(ArrayReader<?> reader) {
		return reader.stats().writer();
	}

}
