// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterState;
import io.globalbuffer.recording.Recorder;
import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only a process of its own shows: signals and pipes.
 */
class GbProcessTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aBrokenPipeIsNoError() throws Exception {
		try (ArrayWriter<int[]> writer = writer();
				GbProcess cat = GbProcess.start("cat", "counts", "--follow", "--from", "oldest", "-d",
						this.directory.path().toString())) {
			BufferedReader output = cat.output();
			writer.write(new int[] { 7 });
			assertThat(output.readLine()).contains("\"value\":[7]");
			output.close();
			Awaitility.await().until(() -> {
				writer.write(new int[] { 8 });
				return !cat.process().isAlive();
			});
			assertThat(cat.exitCode()).isEqualTo(141);
			assertThat(cat.errors()).isEmpty();
		}
	}

	@Test
	void ctrlCEndsTheReaderAndPrintsWhatHasCome() throws Exception {
		try (ArrayWriter<int[]> writer = writer();
				GbProcess cat = GbProcess.start("cat", "counts", "--follow", "--from", "oldest", "--format", "npy",
						"-d", this.directory.path().toString())) {
			writer.write(new int[] { 7 });
			writer.write(new int[] { 8 });
			Awaitility.await().until(() -> readersAt(2) == 1);
			cat.interrupt();
			byte[] printed = cat.process().getInputStream().readAllBytes();
			assertThat(cat.exitCode()).isEqualTo(130);
			assertThat(Npy.read(new ByteArrayInputStream(printed)))
				.isEqualTo(new Npy.Rows(2, ArraySpec.of(DType.INT32, 1)));
			assertThat(cat.errors()).isEmpty();
			assertThat(info().readers()).isEmpty();
		}
	}

	@Test
	void ctrlCClosesTheWriter() throws Exception {
		try (GbProcess write = GbProcess.start("write", "counts", "--dtype", "int32", "--shape", "1", "-d",
				this.directory.path().toString())) {
			write.input().write("[5]\n".getBytes(StandardCharsets.UTF_8));
			write.input().flush();
			Awaitility.await().until(() -> this.directory.segment("counts").toFile().exists() && info().count() == 1);
			write.interrupt();
			assertThat(write.exitCode()).isEqualTo(130);
			assertThat(info().writer().state()).isEqualTo(WriterState.CLOSED);
		}
	}

	@Test
	void ctrlCWhileItWritesIsNoError() throws Exception {
		Path lines = this.directory.path().resolve("lines");
		Files.writeString(lines, "[5]\n".repeat(1_000_000));
		Process write = new ProcessBuilder(GbProcess.command("write", "counts", "--dtype", "int32", "--shape", "1",
				"--rate", "1000", "-d", this.directory.path().toString()))
			.redirectInput(lines.toFile())
			.start();
		try (GbProcess process = new GbProcess(write)) {
			Awaitility.await().until(() -> this.directory.segment("counts").toFile().exists() && info().count() > 1);
			process.interrupt();
			assertThat(process.exitCode()).isEqualTo(130);
			assertThat(process.errors()).isEmpty();
		}
	}

	@Test
	void ctrlCEndsAReplayAndClosesItsWriters(@TempDir Path folder) throws Exception {
		try (ArrayWriter<int[]> writer = writer();
				Recorder _ = Recorder.into(folder).directory(this.directory.path()).stream("counts").start()) {
			writer.write(new int[] { 7 });
			writer.write(new int[] { 8 });
		}
		GlobalBuffer.unlink(this.directory.path(), "counts");
		try (GbProcess replay = GbProcess.start("replay", folder.toString(), "--loop", "-d",
				this.directory.path().toString())) {
			Awaitility.await().until(() -> this.directory.segment("counts").toFile().exists() && info().count() > 10);
			replay.interrupt();
			String printed = new String(replay.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(replay.exitCode()).isEqualTo(130);
			assertThat(replay.errors()).isEmpty();
			assertThat(info().writer().state()).isEqualTo(WriterState.CLOSED);
			assertThat(printed).isEqualTo("Replayed " + info().count() + " samples of 'counts'\n");
		}
	}

	private long readersAt(long cursor) {
		return info().readers().stream().filter((reader) -> reader.cursor() == cursor).count();
	}

	private SegmentInfo info() {
		return Segments.in(this.directory.path()).find("counts").orElseThrow();
	}

	private ArrayWriter<int[]> writer() {
		return GlobalBuffer.create("counts", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(1000)
			.open();
	}

}
