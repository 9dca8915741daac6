package io.globalbuffer.interop;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Java goes on where a killed writer stopped, and attached Python readers with it.
 */
class TakeOverInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	record Status(double gain, boolean cam_on) {
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaGoesOnForAKilledPythonWriter(PythonVersion version) {
		String name = this.names.next();
		PeerReader reader;
		try (PythonPeer writing = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(name, "int64", WriterProcess.CAPACITY, 16);
			reader = peers.get(version).attach(name);
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> takeOver(name).open())
				.withMessageContaining(Long.toString(writing.pid()))
				.withMessageContaining("is running");
			writer.fillLoop(0, 5, Duration.ZERO).await();
			writing.kill();
			assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> takeOver(name).open())
				.withMessageContaining("has only just gone silent");
			await().atMost(TIMEOUT).until(() -> !reader.isWriterAlive());
			try (ArrayWriter<long[]> successor = takeOver(name).takeOverTimeout(TIMEOUT).open();
					ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(WriterProcess.SPEC)) {
				assertThat(reader.isWriterAlive()).isTrue();
				assertThat(java.stats().writer()).returns(WriterState.ACTIVE, (status) -> status.state())
					.returns(OptionalLong.of(ProcessHandle.current().pid()), (status) -> status.pid());
				FilledArrays.write(successor, 5, 5);
			}
		}
		assertGoesOn(reader.readNext(10, TIMEOUT).await(), 10);
		assertThat(reader.isWriterAlive()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaGoesOnWithTheMessagesOfAKilledPythonWriter(PythonVersion version) {
		String name = this.names.next();
		PeerReader reader;
		try (PythonPeer writing = PythonPeer.start(version)) {
			PeerWriter writer = writing.createMessage(name, "Status", 4, 512);
			writer.write(Map.of("gain", 0, "cam_on", true));
			reader = peers.get(version).attach(name, "Status");
			String schema;
			try (var java = GlobalBuffer.attach(name).asMap()) {
				schema = Schemas.of(java);
			}
			MessageSpec<Status> spec = MessageSpec.of(Status.class).maxBytes(512);
			writing.kill();
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> takeOver(name, spec).open())
				.withMessageContaining(name);
			try (BufferWriter<Status> successor = takeOver(name, spec.schema(schema)).takeOverTimeout(TIMEOUT).open()) {
				assertThat(successor.write(new Status(1, false))).isEqualTo(1);
				assertThat(reader.nextMessage(TIMEOUT).path("gain").asDouble()).isEqualTo(1);
				assertThat(reader.isWriterAlive()).isTrue();
				assertThat(peers.get(version).attach(name, "Status").latestMessage()).isPresent();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aPythonSegmentOfAnotherLayoutIsLeftAlone(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", WriterProcess.CAPACITY, 17);
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> takeOver(name).open())
			.withMessageContaining("int64[17]")
			.withMessageContaining("int64[16]");
		writer.fill(3);
		assertThat(peers.get(version).attach(name).latestArray().orElseThrow().longs()).containsOnly(3);
	}

	@Test
	void pythonReadersCountEachSampleOfAKilledAndARestartedJavaWriter() throws IOException {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name)) {
			Map<PythonVersion, PeerReply<ReadSummary>> reads = readAll(name, 200);
			process.write(100);
			process.kill();
			try (ArrayWriter<long[]> successor = takeOver(name).takeOverTimeout(TIMEOUT).open()) {
				assertThat(successor.stats().sequence()).hasValue(99);
				FilledArrays.write(successor, 100, 100);
			}
			reads.values().forEach((read) -> {
				ReadSummary summary = read.await();
				assertGoesOn(summary, 200);
				assertThat(summary.delivered()).isEqualTo(200);
			});
		}
	}

	@Test
	void aJavaWriterKilledInMidWriteLeavesAWholeRing() throws IOException {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name);
				ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(WriterProcess.SPEC)) {
			Map<PythonVersion, PeerReader> readers = new EnumMap<>(PythonVersion.class);
			for (PythonVersion version : PythonVersion.values()) {
				readers.put(version, peers.get(version).attach(name));
			}
			process.stream();
			await().atMost(TIMEOUT).until(() -> java.stats().written() > 10_000);
			process.kill();
			try (ArrayWriter<long[]> successor = takeOver(name).takeOverTimeout(TIMEOUT).open()) {
				long last = successor.stats().sequence().orElseThrow();
				FilledArrays.write(successor, last + 1, WriterProcess.CAPACITY / 2);
				int total = Math.toIntExact(last + 1 + WriterProcess.CAPACITY / 2);
				readers.values().forEach((reader) -> {
					ReadSummary summary = reader.readNext(total, TIMEOUT).await();
					assertGoesOn(summary, total);
					assertThat(summary.delivered()).isEqualTo(WriterProcess.CAPACITY);
				});
			}
		}
	}

	private static void assertGoesOn(ReadSummary summary, long total) {
		assertThat(summary).returns(false, ReadSummary::timedOut)
			.returns(0L, ReadSummary::torn)
			.returns(0L, ReadSummary::disordered)
			.returns(total - 1, ReadSummary::last)
			.returns(total - summary.delivered(), ReadSummary::overruns);
	}

	private static Map<PythonVersion, PeerReply<ReadSummary>> readAll(String name, int count) {
		Map<PythonVersion, PeerReply<ReadSummary>> reads = new EnumMap<>(PythonVersion.class);
		for (PythonVersion version : PythonVersion.values()) {
			reads.put(version, peers.get(version).attach(name).readNext(count, TIMEOUT));
		}
		return reads;
	}

	private static WriterBuilder<ArrayWriter<long[]>> takeOver(String name) {
		return GlobalBuffer.create(name, WriterProcess.SPEC)
			.capacity(WriterProcess.CAPACITY)
			.onExisting(OnExisting.TAKE_OVER);
	}

	private static WriterBuilder<BufferWriter<Status>> takeOver(String name, MessageSpec<Status> spec) {
		return GlobalBuffer.create(name, spec).capacity(4).onExisting(OnExisting.TAKE_OVER);
	}

}
