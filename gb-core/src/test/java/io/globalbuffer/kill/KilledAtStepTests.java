// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.LongRun;
import io.globalbuffer.Sample;
import io.globalbuffer.WriterState;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A writer is killed at each step of the protocol, and a successor goes on: no reader
 * sees a torn sample, miscounts or waits for ever.
 */
@Tag("long")
class KilledAtStepTests {

	/** Samples before the kill, and after it: each slot is used again. */
	private static final long SAMPLES = 12;

	private static final int CAPACITY = 4;

	/** Of a replacement, where the new segment or the old one has a hidden name. */
	private static final Set<ProtocolStep> HIDING = EnumSet.of(ProtocolStep.REPLACE_CLAIM,
			ProtocolStep.REPLACE_EXCHANGE, ProtocolStep.REPLACE_LOOK, ProtocolStep.REPLACE_REMOVE);

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(SteppedProcess.COMMAND, 2);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest(name = "{0}")
	@MethodSource("creation")
	void aCreatorKilledAtAStepLeavesAWholeSegmentOrNone(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (SteppedProcess creator = SteppedProcess.next(processes, name, CAPACITY);
				ArrayReader<long[]> following = GlobalBuffer.attach(name).following().asArray(AttachedReaders.SPEC)) {
			creator.killAt(step);
			assertThat(Files.exists(PeerNames.file(name))).isEqualTo(step.isEffective());
			try (ArrayWriter<long[]> successor = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open();
					AttachedReaders readers = attach(name)) {
				goOn(successor, 0, readers);
				readers.assertExact(SAMPLES);
			}
			assertThat(following.next().sequence()).isEqualTo(following.overruns());
		}
	}

	static Stream<ProtocolStep> creation() {
		return ProtocolStep.during(ProtocolStep.During.CREATION);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("takeOver")
	void aSuccessorKilledAtAStepOfItsTakeOverHasASuccessor(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (SteppedProcess writer = SteppedProcess.next(processes, name, CAPACITY);
				SteppedProcess successor = SteppedProcess.next(processes, name, CAPACITY)) {
			assertThat(writer.call(WriterChild.OPEN)).isZero();
			try (AttachedReaders readers = attach(name)) {
				write(writer);
				// the sample is whole, but only a take-over lets the count cover it
				writer.killAt(ProtocolStep.PUBLISH);
				successor.killAt(step);
				assertThat(readers.newest()).isEqualTo(step.isEffective() ? SAMPLES : SAMPLES - 1);
				try (ArrayWriter<long[]> last = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open()) {
					goOn(last, SAMPLES + 1, readers);
				}
				readers.assertExact(SAMPLES + 1 + SAMPLES);
			}
		}
	}

	static Stream<ProtocolStep> takeOver() {
		return ProtocolStep.during(ProtocolStep.During.TAKE_OVER);
	}

	@ParameterizedTest(name = "{0}, capacity {1}")
	@MethodSource("writing")
	void aSuccessorGoesOnForAWriterKilledAtAStep(ProtocolStep step, int capacity) throws Exception {
		String name = this.names.next();
		long kept = SAMPLES + (step.isEffective() ? 1 : 0);
		try (SteppedProcess writer = SteppedProcess.next(processes, name, capacity)) {
			assertThat(writer.call(opening(step))).isZero();
			try (AttachedReaders readers = attach(name)) {
				write(writer);
				writer.killAt(step);
				assertThat(readers.newest()).isBetween(SAMPLES - 1, kept - 1);
				try (ArrayWriter<long[]> successor = WriterChild.builder(name, AttachedReaders.SPEC, capacity).open()) {
					goOn(successor, kept, readers);
				}
				readers.assertExact(kept + SAMPLES);
			}
		}
	}

	/** How a writer is opened that comes to a step. */
	private static String opening(ProtocolStep step) {
		return switch (step) {
			case STAMP -> WriterChild.OPEN_STAMPING;
			case STORE_FIELDS -> WriterChild.OPEN_DESCRIBING;
			default -> WriterChild.OPEN;
		};
	}

	static Stream<Arguments> writing() {
		return ProtocolStep.during(ProtocolStep.During.WRITE)
			.flatMap((step) -> LongRun.variants(Arguments.of(step, CAPACITY), Arguments.of(step, 1)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("replacement")
	void aReplacementKilledAtAStepLeavesTheOldSegmentOrTheNewOneAndReadersFollow(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (SteppedProcess writer = SteppedProcess.next(processes, name, CAPACITY);
				SteppedProcess successor = SteppedProcess.next(processes, name, CAPACITY)) {
			assertThat(writer.call(WriterChild.OPEN)).isZero();
			try (ArrayReader<long[]> following = GlobalBuffer.attach(name).following().asArray(AttachedReaders.SPEC);
					AttachedReaders readers = attach(name)) {
				write(writer);
				writer.kill();
				successor.killAt(step);
				assertThat(readers.newest()).isEqualTo(SAMPLES - 1);
				assertThat(PeerNames.file(name)).exists();
				assertThat(PeerNames.hiddenFiles(name)).hasSize(HIDING.contains(step) ? 1 : 0);
				long first = step.isEffective() ? 0 : SAMPLES;
				try (ArrayWriter<long[]> last = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open()) {
					assertThat(WriterChild.nextSequence(last)).isEqualTo(first);
					FilledArrays.write(last, first, SAMPLES);
				}
				readers.assertExact(step.isEffective() ? SAMPLES : 2 * SAMPLES);
				assertFollowed(following, first + SAMPLES - 1, step.isEffective() ? 1 : 0);
			}
		}
	}

	static Stream<ProtocolStep> replacement() {
		return ProtocolStep.during(ProtocolStep.During.REPLACEMENT);
	}

	/** All samples of the old segment and of the new one are delivered or counted. */
	private static void assertFollowed(ArrayReader<long[]> following, long last, int generation)
			throws InterruptedException {
		long delivered = 0;
		Sample<long[]> sample;
		do {
			sample = following.next(LIMIT).orElseThrow();
			assertThat(sample.value()).containsOnly(sample.sequence());
			delivered++;
		}
		while (delivered + following.overruns() < 2 * SAMPLES);
		assertThat(delivered + following.overruns()).isEqualTo(2 * SAMPLES);
		assertThat(sample.sequence()).isEqualTo(last);
		assertThat(sample.generation()).isEqualTo(generation);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("closing")
	void aWriterKilledWhileItClosesLeavesAllItsSamples(ProtocolStep step) throws Exception {
		String name = this.names.next();
		try (SteppedProcess writer = SteppedProcess.next(processes, name, CAPACITY)) {
			assertThat(writer.call(WriterChild.OPEN)).isZero();
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(AttachedReaders.SPEC);
					AttachedReaders readers = attach(name)) {
				write(writer);
				writer.killAt(step);
				assertThat(reader.stats().writer().state())
					.isEqualTo(step.isEffective() ? WriterState.CLOSED : WriterState.DEAD);
				assertThat(readers.newest()).isEqualTo(SAMPLES - 1);
				try (ArrayWriter<long[]> successor = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open()) {
					goOn(successor, SAMPLES, readers);
				}
				readers.assertExact(SAMPLES + SAMPLES);
			}
		}
	}

	static Stream<ProtocolStep> closing() {
		return ProtocolStep.during(ProtocolStep.During.CLOSING);
	}

	private static AttachedReaders attach(String name) {
		return AttachedReaders.attach(name, peers.get(PythonVersion.V1_1_3));
	}

	private static void write(SteppedProcess writer) {
		for (long next = 1; next <= SAMPLES; next++) {
			assertThat(writer.call(WriterChild.WRITE)).isEqualTo(next);
		}
	}

	/**
	 * Writes as many samples as were written before, from a sequence on. Each must be
	 * readable at once: no slot is left as the killed writer had it.
	 */
	private static void goOn(ArrayWriter<long[]> successor, long first, AttachedReaders readers) {
		assertThat(WriterChild.nextSequence(successor)).isEqualTo(first);
		for (long sequence = first; sequence < first + SAMPLES; sequence++) {
			FilledArrays.write(successor, sequence, 1);
			assertThat(readers.newest()).isEqualTo(sequence);
		}
	}

}
