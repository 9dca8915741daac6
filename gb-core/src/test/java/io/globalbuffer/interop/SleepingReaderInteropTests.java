// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Python readers wrapped by {@code globalbuffer_wake}, beside plain ones and Java's, on
 * writers that wake and on such that do not.
 */
class SleepingReaderInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 16);

	private static final int SAMPLES = 100;

	private static final int EVENT = 8136;

	private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

	/** What a thread is in that sleeps on an event word: futex, to wait, not private. */
	private static final String ASLEEP = (ARM ? "98" : "202") + " 0x[0-9a-f]+ 0x0 .*";

	/** What a thread is in that polls: clock_nanosleep. */
	private static final String BETWEEN_LOOKS = ARM ? "115 " : "230 ";

	@RegisterExtension
	static final SharedPeers writing = new SharedPeers();

	@RegisterExtension
	static final SharedPeers sleeping = new SharedPeers();

	@RegisterExtension
	static final SharedPeers polling = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void everyReaderReceivesEachSampleOfAWakingWriter(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createArray(name, "int64", SAMPLES, 16).waking();
		List<PeerReply<ReadSummary>> reads = new ArrayList<>();
		for (PythonVersion reading : PythonVersion.values()) {
			reads.add(sleeping.get(reading).attach(name).sleeping().readNext(SAMPLES, TIMEOUT));
			reads.add(polling.get(reading).attach(name).readNext(SAMPLES, TIMEOUT));
		}
		try (ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(SPEC)) {
			writer.fillLoop(0, SAMPLES, Duration.ofMillis(1)).await();
			ReadSummary all = new ReadSummary(SAMPLES, 0, 0, 0, 0, SAMPLES - 1, false);
			assertThat(reads).allSatisfy((read) -> assertThat(read.await()).isEqualTo(all));
			for (long number = 0; number < SAMPLES; number++) {
				assertThat(java.next(TIMEOUT).orElseThrow().value()).containsOnly(number);
			}
		}
		writer.close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itSleepsInTheKernelUntilAWakingWriterPublishes(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createMessage(name, "Status", 4, 512).waking();
		PythonPeer reading = sleeping.get(version);
		PeerReply<JsonNode> sample = reading.attach(name, "Status").sleeping().startNext(TIMEOUT);
		awaitAsleep(reading);
		assertThat(new SegmentFile(PeerNames.file(name)).getInt(EVENT) & 1).isOne();
		try (BufferReader<Map<String, Object>> java = GlobalBuffer.attach(name).asMap()) {
			writer.write(Map.of("gain", 0.5, "cam_on", true));
			assertThat(sample.await().path("message").path("gain").asDouble()).isEqualTo(0.5);
			assertThat(java.next(TIMEOUT).orElseThrow().value()).containsEntry("cam_on", true);
		}
		writer.close();
	}

	/** Not at their own bounds: by the writer, which is told how many it woke. */
	@Test
	void onePublishWakesAllWhoSleep() {
		String name = this.names.next();
		PeerWriter writer = writing.get(PythonVersion.V1_1_3).createArray(name, "int64", 64, 16).waking();
		String source = """
				import __main__

				def count(waiting, writer):
				    wake = writer._signature._wake
				    __main__.woken = []
				    writer._signature._wake = lambda: __main__.woken.append(wake()) or 0

				def woken(waiting, writer):
				    return __main__.woken.pop()
				""";
		writer.run(source, "count").await();
		List<PythonPeer> peers = Stream.of(PythonVersion.values()).map(sleeping::get).toList();
		List<PeerReader> readers = peers.stream().map((peer) -> peer.attach(name).sleeping()).toList();
		// again, if one was just looking
		await().atMost(TIMEOUT).until(() -> {
			List<PeerReply<JsonNode>> reads = readers.stream().map((reader) -> reader.startNext(TIMEOUT)).toList();
			peers.forEach(SleepingReaderInteropTests::awaitAsleep);
			writer.fill(0);
			reads.forEach(PeerReply::await);
			return writer.run(source, "woken").await().asInt() == peers.size();
		});
		writer.close();
	}

	@Test
	void itSleepsOnProtobufMessages() {
		String name = this.names.next();
		String model = "from google.protobuf.wrappers_pb2 import StringValue";
		writing.get(PythonVersion.V1_1_3).define(model);
		PythonPeer reading = sleeping.get(PythonVersion.V1_1_3);
		reading.define(model);
		PeerWriter writer = writing.get(PythonVersion.V1_1_3).createMessage(name, "StringValue", 4, 512).waking();
		PeerReply<JsonNode> sample = reading.attach(name, "StringValue").sleeping().startNext(TIMEOUT);
		awaitAsleep(reading);
		writer.write(Map.of("value", "woken"));
		assertThat(sample.await().path("message").path("bytes").asText()).isEqualTo("0a05776f6b656e");
		writer.close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itReadsWhatAJavaWriterWrites(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).capacity(4).open()) {
			PythonPeer reading = sleeping.get(version);
			PeerReader reader = reading.attach(name).sleeping();
			for (int number = 0; number < 10; number++) {
				PeerReply<JsonNode> sample = reader.startNext(TIMEOUT);
				awaitAsleep(reading);
				FilledArrays.write(writer, number, 1);
				assertThat(sample.await().path("values").path(15).asInt()).isEqualTo(number);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itPollsAPlainWriterAndLeavesItsSegmentAsItIs(PythonVersion version) throws IOException {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createArray(name, "int64", 4, 16);
		PeerReader reader = sleeping.get(version).attach(name).sleeping();
		writer.fill(0);
		assertThat(reader.nextArray(TIMEOUT).longs()).containsOnly(0);
		byte[] before = Files.readAllBytes(PeerNames.file(name));
		assertThat(reader.readNext(1, Duration.ofMillis(300)).await().timedOut()).isTrue();
		assertThat(Files.readAllBytes(PeerNames.file(name))).isEqualTo(before);
		PeerReply<JsonNode> next = reader.startNext(TIMEOUT);
		writer.fill(1);
		assertThat(next.await().path("values").path(0).asInt()).isOne();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itFallsAsleepOnceItsWriterIsWrapped(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createArray(name, "int64", 4, 16);
		PythonPeer reading = sleeping.get(version);
		PeerReply<JsonNode> next = reading.attach(name).sleeping().startNext(TIMEOUT);
		writer.waking();
		awaitAsleep(reading);
		writer.fill(1);
		assertThat(next.await().path("values").path(0).asInt()).isOne();
		writer.close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void itPollsAWriterThatSaysItWakesAndDoesNot(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createArray(name, "int64", 4, 16);
		// what a waking writer says of itself, and nobody who moves the event word
		SegmentFile file = new SegmentFile(PeerNames.file(name));
		file.putInt(SegmentFile.FEATURES, 1 | 16);
		file.putInt(SegmentFile.EXTENSION, 0x314A_4247);
		PythonPeer reading = sleeping.get(version);
		PeerReader reader = reading.attach(name).sleeping();
		PeerReply<ReadSummary> read = reader.readNext(1, TIMEOUT);
		awaitAsleep(reading);
		writer.fill(0);
		assertThat(read.await().last()).isZero();
		PeerReply<JsonNode> next = reader.startNext(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> callOf(reading).startsWith(BETWEEN_LOOKS));
		writer.fill(1);
		assertThat(next.await().path("values").path(0).asInt()).isOne();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void whereNoLockIsHeldItSleepsWithoutAnnouncingItself(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createArray(name, "int64", 4, 16).waking();
		writer.run("""
				import fcntl, struct

				def unlock(waiting, writer):
				    fcntl.fcntl(writer._signature._file, fcntl.F_OFD_SETLK,
				                struct.pack("hhqqi0q", fcntl.F_UNLCK, os.SEEK_SET, 8128, 64, 0))
				""", "unlock").await();
		PythonPeer reading = sleeping.get(version);
		PeerReply<JsonNode> next = reading.attach(name).sleeping().startNext(TIMEOUT);
		awaitAsleep(reading);
		assertThat(new SegmentFile(PeerNames.file(name)).getInt(EVENT) & 1).isZero();
		writer.fill(1);
		assertThat(next.await().path("values").path(0).asInt()).isOne();
		writer.close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aWriterThatWakesOnRequestIsAskedTo(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = writing.get(version).createArray(name, "int64", 4, 16).waking();
		// as a Java writer does: not at every publish, but if bit 0 is set, which clears
		// it
		writer.run("""
				import globalbuffer_wake as wake

				def wake_on_request(waiting, writer):
				    signature = writer._signature
				    signature._page.store_release(8128, int.from_bytes(b"GBJ1", "little") | 5 << 32)
				    wake._ADD_GENERATION = 1 << 28 | 1 << 12 | 0xFFF
				    add = wake._kernel.waker(signature._page.event_address)
				    writer._wake = lambda: add() if signature._page.event & 1 else None
				    wake._ADD_GENERATION = 1 << 28 | 2 << 12 | 0xFFF
				""", "wake_on_request").await();
		SegmentFile file = new SegmentFile(PeerNames.file(name));
		int event = file.getInt(EVENT);
		writer.fill(0);
		assertThat(file.getInt(EVENT)).isEqualTo(event);
		PythonPeer reading = sleeping.get(version);
		PeerReader reader = reading.attach(name).sleeping();
		for (int number = 1; number < 4; number++) {
			PeerReply<JsonNode> next = reader.startNext(TIMEOUT);
			awaitAsleep(reading);
			writer.fill(number);
			assertThat(next.await().path("values").path(0).asInt()).isEqualTo(number);
			assertThat(file.getInt(EVENT)).isEqualTo(event + 2 * number);
		}
		writer.close();
	}

	private static void awaitAsleep(PythonPeer peer) {
		await().atMost(TIMEOUT).until(() -> callOf(peer).matches(ASLEEP));
	}

	/** The system call that the main thread of a peer is in. */
	private static String callOf(PythonPeer peer) throws IOException {
		return Files.readString(Path.of("/proc", Long.toString(peer.pid()), "syscall")).strip();
	}

}
