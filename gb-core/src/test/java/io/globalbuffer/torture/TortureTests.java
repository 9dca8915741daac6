// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SharedProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A writer and its readers in two processes, as fast as they can, in each pair of
 * languages with a Java side: nothing is torn, and every sample is delivered or counted.
 */
@Tag("long")
class TortureTests {

	/** What the time is split over. */
	private static final long COMBINATIONS = 28;

	private static final Duration DURATION = TortureDuration.dividedBy(COMBINATIONS);

	private static final Duration LIMIT = DURATION.plusMinutes(1);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SharedProcess child = new SharedProcess(TortureChild.COMMAND);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	private static FigureTable table;

	@BeforeAll
	static void beginTable() {
		table = FigureTable.create("streams", "writer", "reader", "sample", "capacity", "committed", "delivered",
				"overruns", "torn", "newest read", "torn", "older than before", "gave up");
	}

	static Stream<Arguments> samples() {
		return Stream.of(1, 8)
			.flatMap((capacity) -> IntStream.of(64, 1 << 10, 64 << 10, 1 << 20)
				.mapToObj((bytes) -> Arguments.of(bytes, capacity)));
	}

	static Stream<Arguments> samplesForPython() {
		return Stream.concat(
				samples().map((sample) -> Arguments.of(PythonVersion.V1_1_3, sample.get()[0], sample.get()[1])),
				Stream.of(Arguments.of(PythonVersion.V1_0_0, 1 << 10, 8),
						Arguments.of(PythonVersion.V1_0_0, 1 << 20, 1)));
	}

	@ParameterizedTest
	@MethodSource("samples")
	void javaReadsWhatAnotherJavaProcessWrites(int bytes, int capacity) throws InterruptedException {
		String name = this.names.next();
		ArraySpec<long[]> spec = spec(bytes);
		JavaProcess writer = child.get();
		assertThat(writer.call("create " + name + " " + spec.length() + " " + capacity)).isEqualTo("created");
		try (ArrayReader<long[]> inOrder = GlobalBuffer.attach(name).asArray(spec);
				ArrayReader<long[]> newest = GlobalBuffer.attach(name).asArray(spec)) {
			writer.send("write " + DURATION);
			ReadFigures figures = CheckedStreams.read(inOrder, newest, writer::hasAnswered);
			long committed = Long.parseLong(writer.answer(LIMIT));
			assertExact("Java", "Java", spec, capacity, committed, figures);
		}
		assertThat(writer.call("close")).isEqualTo("closed");
	}

	@ParameterizedTest
	@MethodSource("samplesForPython")
	void pythonReadsWhatJavaWrites(PythonVersion version, int bytes, int capacity) {
		String name = this.names.next();
		ArraySpec<long[]> spec = spec(bytes);
		TorturePeer python = TorturePeer.of(peers.get(version));
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, spec).capacity(capacity).open()) {
			int inOrder = python.attach(name);
			int newest = python.attach(name);
			PeerReply<JsonNode> read = python.read(inOrder, newest);
			long committed = CheckedStreams.write(writer, DURATION, read::isDone);
			python.stop();
			assertExact("Java", "Python " + version, spec, capacity, committed, ReadFigures.of(read.await()));
			python.close(inOrder);
			python.close(newest);
		}
	}

	@ParameterizedTest
	@MethodSource("samplesForPython")
	void javaReadsWhatPythonWrites(PythonVersion version, int bytes, int capacity) throws InterruptedException {
		String name = this.names.next();
		ArraySpec<long[]> spec = spec(bytes);
		TorturePeer python = TorturePeer.of(peers.get(version));
		int writer = python.create(name, spec.length(), capacity);
		try (ArrayReader<long[]> inOrder = GlobalBuffer.attach(name).asArray(spec);
				ArrayReader<long[]> newest = GlobalBuffer.attach(name).asArray(spec)) {
			PeerReply<JsonNode> written = python.write(writer, spec.length(), DURATION);
			ReadFigures figures = CheckedStreams.read(inOrder, newest, written::isDone);
			assertExact("Python " + version, "Java", spec, capacity, written.await().asLong(), figures);
		}
		python.close(writer);
	}

	@ParameterizedTest
	@EnumSource(names = { "V1_0_0", "V1_1_3" })
	void aMixtureOfTwoSamplesIsSeenInBothLanguages(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		ArraySpec<long[]> spec = spec(1 << 10);
		TorturePeer python = TorturePeer.of(peers.get(version));
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, spec).capacity(8).open();
				ArrayReader<long[]> inOrder = GlobalBuffer.attach(name).asArray(spec);
				ArrayReader<long[]> newest = GlobalBuffer.attach(name).asArray(spec)) {
			int pythonInOrder = python.attach(name);
			int pythonNewest = python.attach(name);
			long[] words = spec.newArray();
			long[] other = spec.newArray();
			for (int number = 0; number < 3; number++) {
				CheckedWords.fill(words, number);
				CheckedWords.fill(other, number + 8);
				words[50] = (number == 2) ? other[50] : words[50];
				writer.write(words);
			}
			PeerReply<JsonNode> read = python.read(pythonInOrder, pythonNewest);
			python.stop();
			assertThat(ReadFigures.of(read.await())).returns(3L, ReadFigures::delivered)
				.returns(1L, ReadFigures::torn)
				.satisfies((figures) -> assertThat(figures.newestTorn()).isPositive());
			assertThat(CheckedStreams.read(inOrder, newest, () -> true)).returns(3L, ReadFigures::delivered)
				.returns(1L, ReadFigures::torn)
				.satisfies((figures) -> assertThat(figures.newestTorn()).isPositive());
			python.close(pythonInOrder);
			python.close(pythonNewest);
		}
	}

	private static ArraySpec<long[]> spec(int bytes) {
		return ArraySpec.of(DType.INT64, bytes / Long.BYTES);
	}

	private static void assertExact(String writer, String reader, ArraySpec<long[]> spec, int capacity, long committed,
			ReadFigures figures) {
		String sample = (spec.byteSize() < 1 << 10) ? spec.byteSize() + " B"
				: (spec.byteSize() < 1 << 20) ? (spec.byteSize() >> 10) + " KiB" : (spec.byteSize() >> 20) + " MiB";
		table.add(writer, reader, sample, capacity, committed, figures.delivered(), figures.overruns(), figures.torn(),
				figures.newest(), figures.newestTorn(), figures.fallen(), figures.contended());
		assertThat(figures).returns(0L, ReadFigures::torn)
			.returns(0L, ReadFigures::disordered)
			.returns(0L, ReadFigures::newestTorn)
			.returns(0L, ReadFigures::fallen)
			.returns(committed - 1, ReadFigures::last);
		assertThat(figures.delivered() + figures.overruns()).isEqualTo(committed);
		// the one that is always left to read in the end, on a machine that is busy
		assertThat(figures.delivered()).isPositive();
		assertThat(figures.newest()).isPositive();
	}

}
