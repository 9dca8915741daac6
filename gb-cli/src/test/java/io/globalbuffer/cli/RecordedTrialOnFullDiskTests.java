// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.cli.TrialRecording.Accounts;
import io.globalbuffer.hostile.SmallFileSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of both languages and frames are recorded together until the file system is
 * full, and on once there is room.
 */
class RecordedTrialOnFullDiskTests {

	private static final int FEW_FRAMES = 8 << 20;

	/** More than what the rings hold and a second brings. */
	private static final int ENOUGH = 256 << 20;

	@RegisterExtension
	final SmallFileSystem disk = new SmallFileSystem(FEW_FRAMES);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void whatIsRecordedBeforeAndAfterIsReadByNumpyAndReplayedByteByByte() throws Exception {
		try (TrialStreams streams = new TrialStreams()) {
			TrialRecording recording = new TrialRecording(this.disk.path().resolve("recording"), streams.names());
			try (GbProcess recorder = recording.record()) {
				assertThat(recorder.exitCode()).isEqualTo(1);
				assertThat(recorder.errors()).contains("gb: Stream '").contains("make room");
			}
			List<Long> full = streams.names().stream().map(recording::count).toList();
			assertThat(full).allMatch((count) -> count > 0);
			this.disk.resize(ENOUGH);
			try (GbProcess recorder = recording.record("--for", "1s")) {
				assertThat(recorder.exitCode()).as(recorder.errors()).isZero();
			}
			Accounts accounts = recording.read();
			for (int stream = 0; stream < full.size(); stream++) {
				assertThat(accounts.of(streams.names().get(stream)).count()).isGreaterThan(full.get(stream));
			}
			assertThat(accounts.of(streams.peer()).missed()).isZero();
			recording.replay(this.directory.path());
		}
	}

}
