// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writer and reader at work at the same time: nothing is torn, and every sample is
 * delivered or counted. Cases 81, 102, 103, 105 and 106.
 */
class StreamInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(40);

	private static final ArraySpec<long[]> SMALL = ArraySpec.of(DType.INT64, 16);

	private static final ArraySpec<long[]> MEDIUM = ArraySpec.of(DType.INT64, 256);

	/** Of 1 MiB. */
	private static final ArraySpec<long[]> LARGE = ArraySpec.of(DType.INT64, 131_072);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	record Status(double gain, boolean cam_on) {
	}

	/** Cases 81 and 105. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaCountsEachSampleOfAnUnthrottledPythonWriter(PythonVersion version) throws InterruptedException {
		assertThat(readWhilePythonWrites(version, MEDIUM, 8, 50_000, Duration.ZERO).delivered()).isGreaterThan(8);
	}

	/** Cases 81 and 105. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaReadsLargeSamplesOfAnUnthrottledPythonWriterWithoutTearing(PythonVersion version)
			throws InterruptedException {
		assertThat(readWhilePythonWrites(version, LARGE, 1, 500, Duration.ZERO).delivered()).isPositive();
	}

	/** Case 81. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaLosesNothingOfASlowPythonWriter(PythonVersion version) throws InterruptedException {
		assertThat(readWhilePythonWrites(version, SMALL, 1000, 500, Duration.ofMillis(1))).returns(500L,
				ReadSummary::delivered);
	}

	private ReadSummary readWhilePythonWrites(PythonVersion version, ArraySpec<long[]> spec, int capacity, int count,
			Duration period) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", capacity, spec.length());
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(spec)) {
			PeerReply<Long> written = writer.fillLoop(0, count, period);
			ReadSummary summary = FilledArrays.readNext(reader, () -> count, TIMEOUT);
			assertThat(written.await()).isEqualTo(count);
			assertWhole(summary, count);
			assertThat(reader.overruns()).isEqualTo(summary.overruns());
			assertThat(reader.lag()).hasValue(0);
			return summary;
		}
		finally {
			writer.close();
		}
	}

	/** Cases 81 and 105. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonCountsEachSampleOfAnUnthrottledJavaWriter(PythonVersion version) {
		// so many that Python reads while Java writes: 5000 take Java a few milliseconds
		assertThat(readWhileJavaWrites(version, MEDIUM, 8, 1_000_000).delivered()).isGreaterThan(8);
	}

	/** Cases 81 and 105. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonReadsLargeSamplesOfAnUnthrottledJavaWriterWithoutTearing(PythonVersion version) {
		assertThat(readWhileJavaWrites(version, LARGE, 1, 2000).delivered()).isPositive();
	}

	/** Case 81. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonLosesNothingThatFitsTheRing(PythonVersion version) {
		assertThat(readWhileJavaWrites(version, SMALL, 5000, 5000)).returns(5000L, ReadSummary::delivered);
	}

	private ReadSummary readWhileJavaWrites(PythonVersion version, ArraySpec<long[]> spec, int capacity, int count) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, spec).capacity(capacity).open()) {
			PeerReader reader = peers.get(version).attach(name);
			PeerReply<ReadSummary> read = version.isAtLeast11() ? reader.readNextInto(count, TIMEOUT)
					: reader.readNext(count, TIMEOUT);
			FilledArrays.write(writer, 0, count / 2);
			FilledArrays.writeReserved(writer, count / 2, count - count / 2);
			ReadSummary summary = read.await();
			assertWhole(summary, count);
			assertThat(reader.overruns()).isEqualTo(summary.overruns());
			reader.close();
			return summary;
		}
	}

	private static void assertWhole(ReadSummary summary, long count) {
		assertThat(summary).returns(false, ReadSummary::timedOut)
			.returns(0L, ReadSummary::torn)
			.returns(0L, ReadSummary::disordered)
			.returns(count - 1, ReadSummary::last);
		assertThat(summary.delivered() + summary.overruns()).isEqualTo(count);
	}

	/** Case 102. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaPollsTheNewestOfAPythonWriter(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 8, 16);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SMALL)) {
			PeerReply<Long> written = writer.fillUntilNextCommand(0, Duration.ofMillis(5));
			Set<Long> seen = new LinkedHashSet<>();
			long deadline = System.nanoTime() + TIMEOUT.toNanos();
			while (seen.size() < 10 && System.nanoTime() - deadline < 0) {
				reader.latest().ifPresent((sample) -> {
					assertThat(sample.value()).containsOnly(sample.sequence());
					seen.add(sample.sequence());
				});
			}
			writer.heartbeat();
			assertThat(seen.stream().sorted()).hasSize(10).containsExactlyElementsOf(seen);
			assertThat(written.await()).isGreaterThanOrEqualTo(10);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaPollsTheNewestOfAnUnthrottledPythonWriterWithoutTearing(PythonVersion version) {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 2, 4096);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(ArraySpec.of(DType.INT64, 4096))) {
			PeerReply<Long> written = writer.fillLoop(0, 3000, Duration.ZERO);
			long[] values = new long[4096];
			long last = ArrayReader.NONE;
			while (!written.isDone()) {
				try {
					long sequence = reader.latestInto(values);
					if (sequence != ArrayReader.NONE) {
						assertThat(sequence).isGreaterThanOrEqualTo(last);
						assertThat(values).containsOnly(sequence);
						last = sequence;
					}
				}
				catch (BufferContendedException ex) {
					assertThat(ex).hasMessageContaining(name);
				}
			}
			assertThat(written.await()).isEqualTo(3000);
			assertThat(reader.latestInto(values)).isEqualTo(2999);
		}
	}

	/** Case 102. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonPollsTheNewestOfAJavaWriter(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SMALL).capacity(8).open()) {
			PeerReply<ReadSummary> read = peers.get(version).attach(name).pollLatest(10, TIMEOUT);
			long number = 0;
			while (!read.isDone()) {
				FilledArrays.write(writer, number++, 1);
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
			}
			assertThat(read.await()).returns(10L, ReadSummary::delivered)
				.returns(0L, ReadSummary::torn)
				.returns(0L, ReadSummary::disordered);
		}
	}

	/** Case 103. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void messagesArriveOneByOneInOrder(PythonVersion version) throws InterruptedException {
		String pythonName = this.names.next();
		String javaName = this.names.next();
		PeerWriter python = peers.get(version).createMessage(pythonName, "Status", 8, 512);
		String schema;
		try (BufferReader<Status> reader = GlobalBuffer.attach(pythonName).as(Status.class)) {
			schema = Schemas.of(reader);
			PeerReply<?> written = python.writeAll(List.of(status(0), status(1), status(2), status(3), status(4)),
					Duration.ofMillis(50));
			for (int gain = 0; gain < 5; gain++) {
				assertThat(reader.next().value()).isEqualTo(new Status(gain, true));
			}
			written.await();
		}
		try (BufferWriter<Status> writer = GlobalBuffer.create(javaName, MessageSpec.of(Status.class).schema(schema))
			.capacity(8)
			.open()) {
			PeerReader reader = peers.get(version).attach(javaName, "Status");
			for (int gain = 0; gain < 5; gain++) {
				PeerReply<?> next = reader.startNext(TIMEOUT);
				writer.write(new Status(gain, true));
				assertThat(next.await()).asString().contains("\"gain\":" + gain + ".0").contains("\"cam_on\":true");
			}
		}
	}

	private static Map<String, ?> status(int gain) {
		return Map.of("gain", gain, "cam_on", true);
	}

}
