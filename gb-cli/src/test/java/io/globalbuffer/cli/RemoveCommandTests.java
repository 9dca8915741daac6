// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

class RemoveCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aStreamWithAWriterStaysUnlessForced() {
		try (ArrayWriter<int[]> _ = writer()) {
			CommandRun run = rm("--yes");
			assertThat(run.exitCode()).isEqualTo(1);
			assertThat(run.errors()).isEqualTo("gb: Stream 'counts' stays: its writer, process "
					+ ProcessHandle.current().pid() + ", is active; --force removes its name all the same\n");
			assertThat(this.directory.segment("counts")).exists();
			assertThat(rm("--yes", "--force").out()).isEqualTo("Removed counts\n");
			assertThat(this.directory.segment("counts")).doesNotExist();
		}
	}

	@Test
	void aStreamThatAReaderHasOpenStays() {
		writer().close();
		try (ArrayReader<?> _ = GlobalBuffer.attach("counts").directory(this.directory.path()).asArray()) {
			CommandRun run = rm("--yes");
			assertThat(run.errors()).contains("open in process " + ProcessHandle.current().pid() + " (java)");
			assertThat(this.directory.segment("counts")).exists();
		}
		assertThat(rm("--yes").exitCode()).isZero();
		assertThat(this.directory.segment("counts")).doesNotExist();
	}

	@Test
	void whoHasItOpenIsFoundByAnyNameOfTheDirectory(@TempDir Path folder) throws Exception {
		writer().close();
		Path link = Files.createSymbolicLink(folder.resolve("link"), this.directory.path());
		try (ArrayReader<?> _ = GlobalBuffer.attach("counts").directory(this.directory.path()).asArray()) {
			assertThat(CommandRun.gb("rm", "counts", "--yes", "-d", link.toString()).errors())
				.contains("open in process " + ProcessHandle.current().pid() + " (java)");
		}
	}

	@Test
	void whatCannotBeRemovedDoesNotKeepTheOthers() throws Exception {
		writer().close();
		Files.createDirectory(this.directory.segment("folder"));
		CommandRun run = CommandRun.gb("rm", "folder", "counts", "counts", "--yes", "--force", "--json", "-d",
				this.directory.path().toString());
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat((String) run.named("folder").get("reason")).contains("it is a directory");
		assertThat(run.named("counts")).hasFieldOrPropertyWithValue("removed", true);
		assertThat(this.directory.segment("counts")).doesNotExist();
	}

	@Test
	void whatHasGoneMeanwhileIsRemoved() {
		writer().close();
		assertThat(CommandRun.gb("rm", "counts", "counts", "--yes", "-d", this.directory.path().toString()).lines())
			.containsExactly("Removed counts", "Removed counts");
	}

	@Test
	void withoutATerminalItWantsToBeTold() {
		writer().close();
		CommandRun run = rm();
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.errors()).contains("--yes");
		assertThat(this.directory.segment("counts")).exists();
	}

	@Test
	void atATerminalItAsks() {
		writer().close();
		assertThat(answered("n\n")).isEqualTo(1);
		assertThat(this.directory.segment("counts")).exists();
		assertThat(answered("y\n")).isZero();
		assertThat(this.directory.segment("counts")).doesNotExist();
	}

	private int answered(String answer) {
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		Shell shell = new Shell(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
				new Output(new ByteArrayOutputStream()), new Output(errors), true, false, false);
		int exitCode = Gb.run(shell, "rm", "counts", "-d", this.directory.path().toString());
		assertThat(errors.toString(StandardCharsets.UTF_8)).contains("counts: int32[1], capacity 2, writer closed, ")
			.contains("Remove? [y/N] ");
		return exitCode;
	}

	@Test
	void whatCannotBeSpelledIsNamedAsItIsShown() throws Exception {
		Files.writeString(this.directory.segment("odd\u0001"), "no segment");
		String folder = this.directory.path().toString();
		assertThat(CommandRun.gb("rm", "odd?", "--yes", "-d", folder).exitCode()).isEqualTo(1);
		assertThat(CommandRun.gb("rm", "odd?", "--yes", "--force", "-d", folder).out()).isEqualTo("Removed odd?\n");
		assertThat(this.directory.segment("odd\u0001")).doesNotExist();
	}

	@Test
	void aPythonStreamIsRemovedOnceItsWriterHasGone() {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(name, "float32", 8, 2).fill(1);
			assertThat(CommandRun.gb("rm", name, "--yes").errors()).contains("process " + peer.pid());
			assertThat(PeerNames.file(name)).exists();
			peer.kill();
			assertThat(CommandRun.gb("rm", name, "--yes", "--json").named(name)).hasFieldOrPropertyWithValue("removed",
					true);
			assertThat(PeerNames.file(name)).doesNotExist();
		}
	}

	private ArrayWriter<int[]> writer() {
		return GlobalBuffer.create("counts", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(2)
			.open();
	}

	private CommandRun rm(String... more) {
		List<String> arguments = new ArrayList<>(List.of("rm", "counts", "-d", this.directory.path().toString()));
		arguments.addAll(List.of(more));
		return CommandRun.gb(arguments.toArray(String[]::new));
	}

}
