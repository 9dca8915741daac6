// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.cli.TrialRecording.Accounts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Streams of both languages and frames are recorded together in little memory, while the
 * recorder is killed and started again. How long says the system property
 * {@code globalbuffer.recording}, for example {@code PT1M}, or four seconds.
 */
@Tag("long")
class RecordedTrialTests {

	private static final long SAMPLES = Duration.parse(System.getProperty("globalbuffer.recording", "PT4S")).toMillis()
			/ 5;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	Path folder = Path.of("");

	@Test
	void whatIsRecordedBeforeAndAfterAKillIsReadByNumpyAndReplayedByteByByte() throws Exception {
		try (TrialStreams streams = new TrialStreams()) {
			TrialRecording recording = new TrialRecording(this.folder, streams.names());
			try (GbProcess recorder = recording.record()) {
				streams.awaitMore(SAMPLES / 2);
				for (String name : streams.names()) {
					Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> recording.count(name) > 0);
				}
				recorder.kill();
			}
			// the ring of one stream does not hold that, those of the others do
			streams.awaitMore(2 * TrialStreams.SHORT_CAPACITY);
			long before;
			try (GbProcess recorder = recording.record()) {
				streams.awaitMore(SAMPLES / 2);
				for (String name : streams.names()) {
					long killed = recording.count(name);
					Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> recording.count(name) > killed);
				}
				before = streams.written();
				recorder.interrupt();
				assertThat(recorder.exitCode()).isEqualTo(130);
				assertThat(recorder.errors()).hasLineCount(3);
			}
			Accounts accounts = recording.read();
			assertThat(accounts.of(streams.imu()).missed()).isPositive();
			assertThat(accounts.of(streams.imu()).last()).isGreaterThanOrEqualTo(before - 1);
			assertThat(accounts.of(streams.peer()).missed()).isZero();
			recording.replay(this.directory.path());
		}
	}

}
