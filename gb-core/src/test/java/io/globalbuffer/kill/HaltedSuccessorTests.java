// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A successor is halted between two steps, and others come in between.
 */
class HaltedSuccessorTests {

	private static final int CAPACITY = 4;

	/** Among the feature bits of a segment. */
	private static final int WRITER_LOCK = 4;

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(SteppedProcess.COMMAND, 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	/** Its lock is free, and the writer before it held one. */
	@Test
	void aSuccessorWithoutALockIsNotTakenForDead() throws Exception {
		String name = this.names.next();
		closed(name);
		try (SteppedProcess successor = SteppedProcess.next(processes, name, CAPACITY);
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(AttachedReaders.SPEC)) {
			successor.haltAt(ProtocolStep.TAKE_OVER_CLEAR, WriterChild.OPEN_PORTABLE);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			for (OnExisting onExisting : new OnExisting[] { OnExisting.TAKE_OVER, OnExisting.REPLACE }) {
				assertThatExceptionOfType(WriterConflictException.class)
					.isThrownBy(() -> impatient(name).onExisting(onExisting).open())
					.withMessageContaining(name);
			}
		}
	}

	/** The segment says that the faster one holds a lock, soon at least. */
	@Test
	void aSlowerSuccessorWithoutALockSpoilsNothing() throws Exception {
		String name = this.names.next();
		closed(name);
		SegmentFile file = new SegmentFile(PeerNames.file(name));
		try (SteppedProcess slower = SteppedProcess.next(processes, name, CAPACITY)) {
			slower.haltAt(ProtocolStep.TAKE_OVER_CLAIM, WriterChild.OPEN_PORTABLE);
			try (ArrayWriter<long[]> faster = impatient(name).onExisting(OnExisting.TAKE_OVER).open()) {
				slower.goOnTo(ProtocolStep.TAKE_OVER_LOOK);
				await().until(() -> (file.getInt(SegmentFile.FEATURES) & WRITER_LOCK) != 0);
				FilledArrays.write(faster, 1, 1);
			}
		}
	}

	/** After somebody else removed the old one's name. */
	@Test
	void aReplacementGivesBackWhatItDidNotMeanToReplace() throws Exception {
		String name = this.names.next();
		closed(name);
		try (SteppedProcess replacing = SteppedProcess.next(processes, name, CAPACITY)) {
			replacing.haltAt(ProtocolStep.REPLACE_EXCHANGE);
			try (ArrayWriter<long[]> other = createdAnew(name)) {
				replacing.goOn();
				assertIsFoundAlone(other);
			}
		}
	}

	/** And once more, while the wrong one is given back. */
	@Test
	void aReplacementThatGivesBackLetsTheLastOneStay() throws Exception {
		String name = this.names.next();
		closed(name);
		try (SteppedProcess replacing = SteppedProcess.next(processes, name, CAPACITY)) {
			replacing.haltAt(ProtocolStep.REPLACE_EXCHANGE);
			try (ArrayWriter<long[]> second = createdAnew(name)) {
				replacing.goOnTo(ProtocolStep.REPLACE_GIVE_BACK);
				assertThat(PeerNames.hiddenFiles(name)).hasSize(1);
				try (ArrayWriter<long[]> third = createdAnew(name)) {
					replacing.goOn();
					assertIsFoundAlone(third);
					await().until(() -> second.stats().writer().state() == WriterState.REPLACED);
				}
			}
		}
	}

	/** Its lock is held, and it says so, by whatever way it is asked. */
	@Test
	void whoIsReplacingIsNotReplaced() throws Exception {
		String name = this.names.next();
		closed(name);
		Path path = PeerNames.file(name);
		try (SteppedProcess replacing = SteppedProcess.next(processes, name, CAPACITY)) {
			replacing.haltAt(ProtocolStep.REPLACE_EXCHANGE);
			Object before = Files.getAttribute(path, "unix:ino");
			for (OnExisting onExisting : new OnExisting[] { OnExisting.TAKE_OVER, OnExisting.REPLACE }) {
				assertThatExceptionOfType(WriterConflictException.class)
					.isThrownBy(() -> impatient(name).onExisting(onExisting).open())
					.withMessageContaining(name);
			}
			replacing.goOn();
			await().until(() -> !Files.getAttribute(path, "unix:ino").equals(before));
			await().until(() -> PeerNames.hiddenFiles(name).isEmpty());
		}
	}

	private static void closed(String name) {
		try (ArrayWriter<long[]> writer = impatient(name).open()) {
			FilledArrays.write(writer, 0, 1);
		}
	}

	private static ArrayWriter<long[]> createdAnew(String name) {
		GlobalBuffer.unlink(name);
		return impatient(name).open();
	}

	private static WriterBuilder<ArrayWriter<long[]>> impatient(String name) {
		return WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY)
			.onExisting(OnExisting.FAIL)
			.takeOverTimeout(Duration.ZERO);
	}

	private static void assertIsFoundAlone(ArrayWriter<long[]> writer) {
		await().until(() -> PeerNames.hiddenFiles(writer.name()).isEmpty());
		FilledArrays.write(writer, 0, 1);
		assertThat(writer.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(writer.name()).asArray(AttachedReaders.SPEC)) {
			FilledArrays.write(writer, 1, 1);
			assertThat(reader.latest().orElseThrow().sequence()).isEqualTo(1);
		}
	}

}
