// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Java goes on where a killed Java writer stopped, at once, since the system has freed
 * its lock; and attached Python readers with it.
 */
class TakeOverInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@Test
	void pythonReadersCountEachSampleOfAKilledAndARestartedJavaWriter() {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name)) {
			Map<PythonVersion, PeerReply<ReadSummary>> reads = readAll(name, 200);
			process.write(100);
			process.kill();
			try (ArrayWriter<long[]> successor = takeOver(name).open()) {
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
	void aJavaWriterKilledInMidWriteLeavesAWholeRing() {
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
			try (ArrayWriter<long[]> successor = takeOver(name).open()) {
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

	@Test
	void eachOfManySuccessorsIsUnseenByPythonReaders() {
		String name = this.names.next();
		Map<PythonVersion, PeerReply<ReadSummary>> reads;
		try (WriterProcess first = WriterProcess.start(name)) {
			reads = readAll(name, 50);
			first.write(10);
			first.kill();
		}
		for (int round = 0; round < 3; round++) {
			try (WriterProcess successor = WriterProcess.start(name)) {
				successor.write(10);
				successor.kill();
			}
		}
		try (ArrayWriter<long[]> last = takeOver(name).open()) {
			FilledArrays.write(last, 40, 10);
		}
		reads.values().forEach((read) -> {
			ReadSummary summary = read.await();
			assertGoesOn(summary, 50);
			assertThat(summary.delivered()).isEqualTo(50);
		});
	}

	@ParameterizedTest
	@EnumSource(value = OnExisting.class, names = "FAIL", mode = EnumSource.Mode.EXCLUDE)
	void aPausedJavaWriterKeepsItsLock(OnExisting onExisting) {
		String name = this.names.next();
		try (WriterProcess process = WriterProcess.start(name);
				ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(WriterProcess.SPEC)) {
			PeerReader python = peers.get(PythonVersion.V1_1_3).attach(name);
			process.write(10);
			process.pause();
			await().atMost(TIMEOUT).until(() -> !python.isWriterAlive());
			assertThat(java.stats().writer().state()).isEqualTo(WriterState.IDLE);
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> takeOver(name).onExisting(onExisting).open())
				.withMessageContaining(name)
				.withMessageContaining("process " + process.pid())
				.withMessageContaining("holds its lock");
			process.resume();
			process.write(10);
			assertGoesOn(python.readNext(20, TIMEOUT).await(), 20);
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

}
