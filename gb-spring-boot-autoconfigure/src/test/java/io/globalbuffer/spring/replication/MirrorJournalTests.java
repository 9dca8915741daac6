// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.Position;
import io.globalbuffer.Segments;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MirrorJournalTests {

	private static final String SEGMENT = "copy";

	private static final Position ORIGIN = Position.parse("a-1-5-0");

	private static final Position LOCAL = Position.parse("c-3-2-0");

	private static final MirrorNote NOTE = new MirrorNote(ORIGIN, LOCAL, false, List.of(Position.parse("b-2-9-0")),
			0x1234_5678_9abc_def0L, 3, 77);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void aNewOneHasNoNote() {
		try (MirrorJournal journal = hold("stream")) {
			assertThat(journal.note()).isEmpty();
		}
	}

	@Test
	void whatWasNotedIsFoundAgain() {
		try (MirrorJournal journal = hold("stream")) {
			journal.note(NOTE);
			assertThat(journal.note()).contains(NOTE);
		}
		try (MirrorJournal journal = hold("stream")) {
			assertThat(journal.note()).contains(NOTE);
		}
	}

	@Test
	void theLastNoteCounts() {
		try (MirrorJournal journal = hold("stream")) {
			journal.note(NOTE);
			for (int i = 1; i <= 5; i++) {
				journal.advance(5 + i, 2 + i, 77 + i);
				assertThat(journal.note()).contains(new MirrorNote(ORIGIN.at(5 + i), LOCAL.at(2 + i), false,
						NOTE.earlier(), NOTE.specHash(), NOTE.partition(), 77 + i));
			}
			MirrorNote other = new MirrorNote(Position.parse("d-4-0-0"), LOCAL, true, List.of(), 1, 0, 0);
			journal.note(other);
			assertThat(journal.note()).contains(other);
		}
	}

	@Test
	void aNoteAboutSomethingElseCountsAsNone() {
		try (MirrorJournal journal = hold("stream")) {
			journal.note(NOTE);
		}
		try (MirrorJournal journal = hold("another stream")) {
			assertThat(journal.note()).isEmpty();
		}
	}

	@Test
	void oneMirrorAtATimeHoldsIt() {
		try (MirrorJournal _ = hold("stream")) {
			assertThat(MirrorJournal.hold(this.directory, SEGMENT, "stream")).isEmpty();
			assertThat(MirrorJournal.hold(this.directory.resolve("."), SEGMENT, "stream")).isEmpty();
			try (MirrorJournal other = MirrorJournal.hold(this.directory, "other", "stream").orElseThrow()) {
				assertThat(other.note()).isEmpty();
			}
		}
		hold("stream").close();
	}

	@Test
	void anotherProcessIsKeptOutUntilItIsKilled() {
		try (JavaProcess process = JavaProcess.start(MirroringProcess.COMMAND)) {
			assertThat(process.call(MirroringProcess.hold(this.directory))).isEqualTo("held");
			assertThat(MirrorJournal.hold(this.directory, SEGMENT, "stream")).isEmpty();
			process.kill();
			hold("stream").close();
		}
	}

	@Test
	void whatIsDamagedCountsAsNoNote() throws IOException {
		try (MirrorJournal journal = hold("stream")) {
			journal.note(NOTE);
		}
		byte[] bytes = Files.readAllBytes(file());
		bytes[2048 + 64] = 'x';
		bytes[1024 + 64] = 'x';
		Files.write(file(), bytes);
		try (MirrorJournal journal = hold("stream")) {
			assertThat(journal.note()).isEmpty();
			journal.note(NOTE);
			assertThat(journal.note()).contains(NOTE);
		}
	}

	@Test
	void whatIsNoFileIsRefused() throws IOException {
		hold("stream").close();
		Path file = file();
		Files.delete(file);
		Files.createSymbolicLink(file, this.directory.resolve("elsewhere"));
		assertThatExceptionOfType(GlobalBufferException.class).isThrownBy(() -> hold("stream"))
			.withMessageContaining(file.toString());
		assertThat(this.directory.resolve("elsewhere")).doesNotExist();
	}

	@Test
	void itHasRoomFromTheBeginningAndIsNoSegment() throws IOException {
		try (MirrorJournal _ = hold("stream")) {
			assertThat(Files.size(file())).isEqualTo(4096);
			assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
			assertThat(Segments.in(this.directory).list()).isEmpty();
		}
	}

	@Test
	void aLongNameHasAJournalToo() {
		MirrorJournal.hold(this.directory, "x".repeat(252), "stream").orElseThrow().close();
	}

	private MirrorJournal hold(String source) {
		return MirrorJournal.hold(this.directory, SEGMENT, source).orElseThrow();
	}

	private Path file() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.getFileName().toString().startsWith(".")).findFirst().orElseThrow();
		}
	}

}
