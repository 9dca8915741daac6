// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.recording.RecordedSamples;
import io.globalbuffer.recording.RecordedStream;
import io.globalbuffer.recording.Recording;
import io.globalbuffer.recording.RecordingException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

class RecordCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	Path folder = Path.of("");

	@Test
	void aRecorderThatWasKilledIsResumedAndNumpyReadsItsFiles() throws Exception {
		try (Writing _ = new Writing()) {
			try (GbProcess recorder = record()) {
				Awaitility.await().until(() -> recorded() > 50);
				recorder.kill();
			}
			long before = recorded();
			try (GbProcess recorder = record()) {
				Awaitility.await().until(() -> recorded() > before + 50);
				recorder.interrupt();
				assertThat(recorder.exitCode()).isEqualTo(130);
				assertThat(recorder.errors()).startsWith("counts: ").hasLineCount(1);
			}
			RecordedStream stream = stream().orElseThrow();
			assertThat(stream.parts()).hasSize(2);
			assertThat(stream.parts().getFirst().count()).isEqualTo(before);
			long first = -1;
			long due = -1;
			try (RecordedSamples samples = stream.samples()) {
				while (samples.hasNext()) {
					var sample = samples.next();
					first = (first < 0) ? sample.sequence() : first;
					due = (due < 0) ? first : due + sample.missed();
					assertThat(sample.sequence()).isEqualTo(due);
					assertThat(ByteBuffer.wrap(sample.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong())
						.isEqualTo(sample.sequence());
					due++;
				}
			}
			assertThat(stream.missed()).isEqualTo(due - first - stream.count());
			assertThat(NumpyRecordings.run("""

					import sys
					total = 0
					for samples, index in parts(sys.argv[1] + "/counts"):
						assert (samples[:, 0] == index["sequence"]).all()
						assert index["recorded_at"].dtype == "<M8[ns]" and not np.isnat(index["written_at"]).any()
						total += len(samples)
					print(total)
					""", List.of(this.folder.toString()))).isEqualTo(stream.count() + "\n");
			CommandRun info = CommandRun.gb("info", this.folder.toString());
			assertThat(info.exitCode()).isZero();
			assertThat(info.out()).contains("counts").contains("int64[1], capacity 1000").contains("" + stream.count());
			assertThat(CommandRun.gb("info", this.folder.toString(), "--json").out())
				.contains("\"samples\" : " + stream.count());
		}
	}

	@Test
	void itEndsAfterTheTimeThatWasAskedFor() {
		CommandRun run = CommandRun.gb("record", "counts", "-o", this.folder.toString(), "--for", "10ms", "-d",
				this.directory.path().toString());
		assertThat(run.exitCode()).isZero();
		assertThat(run.errors()).isEqualTo("Waiting for counts, which is not there\ncounts: 0 samples, 0 B, 0 lost\n");
		assertThat(CommandRun.gb("info", this.folder.toString()).errors()).contains("There is no recorded stream");
	}

	private GbProcess record() throws IOException {
		return GbProcess.start("record", "counts", "-o", this.folder.toString(), "-d",
				this.directory.path().toString());
	}

	private long recorded() {
		return stream().map(RecordedStream::count).orElse(0L);
	}

	private Optional<RecordedStream> stream() {
		try {
			return Recording.open(this.folder).stream("counts");
		}
		catch (RecordingException ex) {
			// not begun
			return Optional.empty();
		}
	}

	/** Writes each sequence as a sample, at some hundred a second. */
	private final class Writing implements AutoCloseable {

		private final Thread thread = Thread.ofPlatform().name("writing").unstarted(this::write);

		private volatile boolean ending;

		Writing() {
			this.thread.start();
		}

		private void write() {
			try (ArrayWriter<long[]> writer = GlobalBuffer.create("counts", ArraySpec.of(DType.INT64, 1))
				.directory(RecordCommandTests.this.directory.path())
				.capacity(1000)
				.publishTime()
				.open()) {
				for (long number = 0; !this.ending; number++) {
					writer.write(new long[] { number });
					LockSupport.parkNanos(5_000_000);
				}
			}
		}

		@Override
		public void close() {
			this.ending = true;
			Awaitility.await().until(() -> !this.thread.isAlive());
		}

	}

}
