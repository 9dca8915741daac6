// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;

/**
 * A process that writes a mirror's segment as fast as it can, record after record of a
 * stream in which each sample is its sequence, and goes on where the one before was
 * killed.
 */
final class MirroringProcess {

	static final JavaCommand COMMAND = JavaCommand.of(MirroringProcess.class)
		.with(JavaCommand.QUICK_START, JavaCommand.NATIVE_ACCESS);

	private MirroringProcess() {
	}

	/** The command to hold the journal, and do nothing. */
	static String hold(Path directory) {
		return "hold " + directory;
	}

	/** The command to write until it is killed; answers once it goes on. */
	static String write(Path directory) {
		return "write " + directory;
	}

	static void main() throws Exception {
		ParentProcess.obey((command) -> {
			Path directory = Path.of(command.substring(command.indexOf(' ') + 1));
			MirrorJournal journal = MirrorJournal.hold(directory, Mirrors.BUFFER, "stream").orElseThrow();
			if (command.startsWith("write")) {
				MirroredSegment segment = new MirroredSegment(Mirrors.into(directory), Mirrors.WRITERS, journal);
				Optional<MirrorNote> note = segment.resume();
				segment.hold(StreamSpec.of(SampleRecord.NUMBERS));
				Thread.ofPlatform().daemon().start(() -> write(segment, note));
			}
			return "held";
		});
	}

	private static void write(MirroredSegment segment, Optional<MirrorNote> note) {
		long next = note.map((last) -> last.origin().sequence() + (last.written() ? 1 : 0)).orElse(0L);
		MirrorLedger ledger = new MirrorLedger(List.of(), new ReplicationCounters());
		SampleHeaders sample = new SampleHeaders();
		while (true) {
			sample.read(SampleRecord.of(next).received(next));
			segment.write(sample, SampleRecord.bytes(next), ledger, 0, next);
			next++;
		}
	}

}
