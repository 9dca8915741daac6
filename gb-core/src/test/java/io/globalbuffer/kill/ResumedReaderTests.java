// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Sample;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers with an identity are killed, at random and at each step, and the next one goes
 * on rightly, while writers are restarted and segments replaced by both languages.
 */
@Tag("long")
class ResumedReaderTests {

	private static final Logger logger = LoggerFactory.getLogger(ResumedReaderTests.class);

	private static final int CAPACITY = 1024;

	private static final int LARGE = 65_536;

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(ResumingChild.COMMAND, 1);

	@RegisterExtension
	static final SpareProcesses stepped = new SpareProcesses(SteppedProcess.waiting(ResumingChild.COMMAND), 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@TempDir
	Path notes;

	/** In a large ring what was in flight is still there for the next reader. */
	@ParameterizedTest
	@CsvSource({ ResumingChild.SINGLE + "," + LARGE, ResumingChild.BATCH + "," + LARGE,
			ResumingChild.BATCH + "," + CAPACITY })
	void eachSampleIsDeliveredOrReportedAndOnlyWhatWasInFlightComesAgain(String mode, int capacity) throws Exception {
		String name = this.names.next();
		Path file = this.notes.resolve("notes");
		KillSchedule schedule = new KillSchedule();
		try (ReplacedWriter writer = new ReplacedWriter(name, capacity, peers.get(PythonVersion.V1_1_3))) {
			while (schedule.goesOn()) {
				try (JavaProcess reader = processes.next()) {
					reader.call(ResumingChild.use(name, file));
					reader.call(ResumingChild.OPEN);
					reader.send(mode);
					schedule.pause();
					writer.change();
					schedule.pause();
					reader.kill();
				}
			}
			long written = writer.end();
			ResumedStream stream = ResumedStream.of(file, writer.totals());
			logger.info("{}, capacity {}: {}", mode, capacity, stream);
			assertThat(stream.segment()).isBetween(writer.segment() - 1, writer.segment());
			try (ArrayReader<long[]> last = ResumingChild.open(name)) {
				Sample<long[]> sample = last.next(LIMIT).orElseThrow();
				long before = (stream.segment() == writer.segment()) ? stream.next() : 0;
				assertThat(sample.sequence() - sample.missed()).isLessThanOrEqualTo(before);
				assertThat(last.lag()).hasValue(written - sample.sequence() - 1);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("identification")
	void aReaderKilledWhileItTakesItsIdentityHasASuccessor(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = create(name);
				SteppedProcess reader = SteppedProcess.next(stepped, use(name))) {
			reader.killAt(step);
			FilledArrays.write(writer, 0, 3);
			try (ArrayReader<long[]> next = ResumingChild.open(name)) {
				// if the position was there, it counts
				FilledArrays.write(writer, 3, 1);
				assertThat(next.next(LIMIT).orElseThrow().sequence()).isEqualTo(step.isEffective() ? 0 : 3);
			}
		}
	}

	static Stream<ProtocolStep> identification() {
		return ProtocolStep.during(ProtocolStep.During.IDENTIFICATION);
	}

	@ParameterizedTest
	@MethodSource("resumedRead")
	void onlyTheSampleInFlightComesAgainAfterAReaderIsKilledAtAStep(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = create(name);
				SteppedProcess reader = SteppedProcess.next(stepped, use(name))) {
			reader.call(ResumingChild.OPEN);
			FilledArrays.write(writer, 0, 5);
			assertThat(reader.call(ResumingChild.READ)).isZero();
			assertThat(reader.call(ResumingChild.READ)).isEqualTo(1);
			reader.killAt(step);
			try (ArrayReader<long[]> next = ResumingChild.open(name)) {
				for (long sequence = step.isEffective() ? 2 : 1; sequence < 5; sequence++) {
					assertThat(next.next(LIMIT).orElseThrow().sequence()).isEqualTo(sequence);
				}
				assertThat(next.overruns()).isZero();
			}
		}
	}

	static Stream<ProtocolStep> resumedRead() {
		return ProtocolStep.during(ProtocolStep.During.RESUMED_READ);
	}

	@ParameterizedTest
	@MethodSource("resumedGoingOver")
	void theNextSegmentIsReadFromItsBeginningAfterAReaderIsKilledOnTheWay(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (SteppedProcess reader = SteppedProcess.next(stepped, use(name))) {
			try (ArrayWriter<long[]> writer = create(name)) {
				reader.call(ResumingChild.OPEN);
				FilledArrays.write(writer, 0, 2);
				assertThat(reader.call(ResumingChild.READ)).isZero();
				assertThat(reader.call(ResumingChild.READ)).isEqualTo(1);
			}
			try (ArrayWriter<long[]> writer = WriterChild.builder(name, ResumedStream.SPEC, CAPACITY)
				.onExisting(OnExisting.REPLACE)
				.open()) {
				reader.killAt(step);
				FilledArrays.write(writer, 0, 2);
				try (ArrayReader<long[]> next = ResumingChild.open(name)) {
					assertThat(next.next(LIMIT).orElseThrow().sequence()).isZero();
					assertThat(next.next(LIMIT).orElseThrow().sequence()).isEqualTo(1);
					assertThat(next.overruns()).isZero();
				}
			}
		}
	}

	static Stream<ProtocolStep> resumedGoingOver() {
		return ProtocolStep.during(ProtocolStep.During.RESUMED_GOING_OVER);
	}

	private static ArrayWriter<long[]> create(String name) {
		return WriterChild.builder(name, ResumedStream.SPEC, CAPACITY).open();
	}

	private String use(String name) {
		return ResumingChild.use(name, this.notes.resolve("notes"));
	}

}
