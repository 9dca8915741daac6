// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReaderInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Java readers that are registered, and Python, which knows of no registry.
 */
class RegistryInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int ENTRIES = 63;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonReadersReadWhereAllEntriesAreTaken(PythonVersion version) throws Exception {
		String name = this.names.next();
		List<ArrayReader<long[]>> java = new ArrayList<>();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, WriterProcess.SPEC)
			.capacity(WriterProcess.CAPACITY)
			.open()) {
			for (int number = 0; number < ENTRIES; number++) {
				java.add(GlobalBuffer.attach(name).asArray(WriterProcess.SPEC));
			}
			assertThat(readers(name)).hasSize(ENTRIES);
			PeerReader python = peers.get(version).attach(name);
			PeerReply<ReadSummary> reading = python.readNext(WriterProcess.CAPACITY, TIMEOUT);
			for (int number = 0; number < WriterProcess.CAPACITY; number++) {
				FilledArrays.write(writer, number, 1);
				for (ArrayReader<long[]> reader : java) {
					assertThat(reader.next().sequence()).isEqualTo(number);
				}
			}
			assertThat(reading.await()).returns((long) WriterProcess.CAPACITY, ReadSummary::delivered)
				.returns(0L, ReadSummary::torn)
				.returns(0L, ReadSummary::disordered);
			assertThat(python.isWriterAlive()).isTrue();
			python.close();
			assertThat(readers(name)).hasSize(ENTRIES)
				.extracting(ReaderInfo::cursor)
				.containsOnly((long) WriterProcess.CAPACITY);
		}
		finally {
			java.forEach(ArrayReader::close);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void readersOfAKilledPythonWriterRegisterWithItsJavaSuccessor(PythonVersion version) throws Exception {
		String name = this.names.next();
		try (PythonPeer writing = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(name, "int64", WriterProcess.CAPACITY, 16);
			try (ArrayReader<long[]> java = GlobalBuffer.attach(name).asArray(WriterProcess.SPEC)) {
				writer.fillLoop(0, 5, Duration.ZERO).await();
				assertThat(java.next().sequence()).isZero();
				assertThat(java.registryEntry()).isEmpty();
				assertThat(readers(name)).isEmpty();
				writing.kill();
				try (ArrayWriter<long[]> successor = GlobalBuffer.create(name, WriterProcess.SPEC)
					.capacity(WriterProcess.CAPACITY)
					.onExisting(OnExisting.TAKE_OVER)
					.open()) {
					await().atMost(TIMEOUT).until(() -> java.registryEntry().isPresent());
					FilledArrays.write(successor, 5, 1);
					assertThat(readers(name)).singleElement()
						.returns(1L, ReaderInfo::cursor)
						.returns(5L, ReaderInfo::lag);
					assertThat(peers.get(version).attach(name).latestArray().orElseThrow().longs()).containsOnly(5);
				}
			}
		}
	}

	private static List<ReaderInfo> readers(String name) {
		return Segments.inDefaultDirectory().find(name).orElseThrow().readers();
	}

}
