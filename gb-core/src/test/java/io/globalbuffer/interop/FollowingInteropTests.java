// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.Subscription;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A Java reader that was there before its Python writer, and stays when that is killed
 * and comes back.
 */
class FollowingInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aFollowingReaderGoesOverToARestartedPythonWriter(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		// a peer that closes removes its names, so this one stays open to the end
		try (PythonPeer writing = PythonPeer.start(version);
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).following().asArray(WriterProcess.SPEC)) {
			List<Sample<long[]>> received = new CopyOnWriteArrayList<>();
			Subscription subscription = reader.subscribe(ReadMode.NEXT, received::add);
			assertThat(reader.latest()).isEmpty();
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.NEVER_SEEN);
			PeerWriter writer = writing.createArray(name, "int64", 64, 16);
			writer.fillLoop(0, 10, Duration.ZERO).await();
			assertSamples(reader, 10, 0);
			// has found the segment, too: it looks for it twenty times a second
			await().atMost(TIMEOUT).until(() -> received.size() == 10);
			writer.fillLoop(10, 5, Duration.ZERO).await();
			writing.kill();
			PythonPeer restarted = peers.get(version);
			restarted.unlink(name);
			restarted.createArray(name, "int64", 64, 16).fillLoop(0, 20, Duration.ZERO).await();
			for (long number = 10; number < 15; number++) {
				assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(number);
			}
			assertSamples(reader, 20, 1);
			assertThat(reader.generation()).isEqualTo(1);
			assertThat(reader.overruns()).isZero();
			assertThat(reader.stats().writer().state()).isIn(WriterState.ACTIVE, WriterState.IDLE);
			await().atMost(TIMEOUT).until(() -> received.size() == 35);
			assertThat(received.get(14)).returns(14L, Sample::sequence).returns(0, Sample::generation);
			assertThat(received.get(15)).returns(0L, Sample::sequence).returns(1, Sample::generation);
			assertThat(subscription.overruns()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void whatIsLostAroundARestartIsCounted(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).following().asArray(WriterProcess.SPEC)) {
			PeerWriter first = peer.createArray(name, "int64", 4, 16);
			first.fillLoop(0, 100, Duration.ZERO).await();
			Sample<long[]> sample = reader.next(TIMEOUT).orElseThrow();
			assertThat(sample).returns(96L, Sample::sequence).returns(96L, Sample::missed);
			first.close();
			peer.unlink(name);
			PeerWriter second = peer.createArray(name, "int64", 4, 16);
			second.fillLoop(0, 10, Duration.ZERO).await();
			for (long number = 97; number < 100; number++) {
				assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(number);
			}
			Sample<long[]> newer = reader.next(TIMEOUT).orElseThrow();
			assertThat(newer).returns(6L, Sample::sequence).returns(6L, Sample::missed).returns(1, Sample::generation);
			assertThat(newer.value()).containsOnly(6);
			assertThat(reader.overruns()).isEqualTo(102);
			assertThat(reader.stats().written()).isEqualTo(110);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aPythonWriterThatComesBackWithAnotherLayoutIsRefusedUntilItIsMended(PythonVersion version)
			throws InterruptedException {
		String name = this.names.next();
		PythonPeer peer = peers.get(version);
		peer.createArray(name, "int64", 4, 16).fill(0);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).following().asArray(WriterProcess.SPEC)) {
			peer.unlink(name);
			peer.createArray(name, "float64", 4, 16).fill(1);
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> reader.next(TIMEOUT))
				.withMessageContaining("float64")
				.withMessageContaining(name);
			peer.unlink(name);
			peer.createArray(name, "int64", 4, 16).fill(2);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsOnly(2);
		}
	}

	private static void assertSamples(ArrayReader<long[]> reader, int count, int generation)
			throws InterruptedException {
		for (long number = 0; number < count; number++) {
			Sample<long[]> sample = reader.next(TIMEOUT).orElseThrow();
			assertThat(sample.value()).containsOnly(number);
			assertThat(sample).returns(number, Sample::sequence)
				.returns(0L, Sample::missed)
				.returns(generation, Sample::generation);
		}
	}

}
