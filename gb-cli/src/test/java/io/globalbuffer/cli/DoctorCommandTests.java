// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aMachineThatRunsTheTestsIsInOrder() throws Exception {
		CommandRun run = doctor();
		assertThat(run.exitCode()).isZero();
		assertThat(run.out()).contains("ok    JDK: " + Runtime.version())
			.contains("ok    native access: allowed")
			.contains("ok    trial: a stream was made, written and read")
			.contains("streams: 0, 0 with an active writer, 0 B in all");
		try (var files = Files.list(this.directory.path())) {
			assertThat(files).isEmpty();
		}
		assertThat((List<?>) Objects.requireNonNull(doctor("--json").json())).hasSizeGreaterThan(7)
			.first()
			.hasFieldOrPropertyWithValue("subject", "JDK");
	}

	@Test
	void whatCannotBeUsedHasItsRemedy() throws Exception {
		Files.writeString(this.directory.segment("odd"), "no segment");
		assertThat(doctor().out()).contains("warn  streams: 'odd' cannot be used: ")
			.contains("      -> if it is another user's, say --owner");
	}

	@Test
	void streamsOfPythonAreCountedAndTheDeadAmongThemNamed() throws Exception {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(name, "float32", 8, 2).fill(1);
			// the same file, where no stream of others is
			Files.createLink(this.directory.segment(name), PeerNames.file(name));
			assertThat(doctor().out()).contains("ok    streams: 1, 1 with an active writer");
			peer.kill();
			Awaitility.await()
				.untilAsserted(() -> assertThat(doctor().out()).contains("warn  streams: 1 whose writer died"));
		}
	}

	@Test
	void aDirectoryThatIsNotThereIsBad() {
		CommandRun run = CommandRun.gb("doctor", "-d", Path.of("/nowhere").toString());
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.out()).contains("BAD   directory: /nowhere is no directory");
	}

	@Test
	void aFileInTheDirectorysPlaceIsBad() throws Exception {
		Path file = Files.createFile(this.directory.path().resolve("file"));
		CommandRun run = CommandRun.gb("doctor", "-d", file.toString());
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.out()).contains("BAD   directory: " + file + " is no directory")
			.contains("BAD   trial: ")
			.contains("BAD   streams: ");
	}

	private CommandRun doctor(String... more) {
		return (more.length == 0) ? CommandRun.gb("doctor", "-d", this.directory.path().toString())
				: CommandRun.gb("doctor", "-d", this.directory.path().toString(), more[0]);
	}

}
