// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.StartPosition;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;

import static org.assertj.core.api.Assertions.assertThat;

class PythonPeersRecordingTests {

	@TempDir
	Path folder = Path.of("");

	@Test
	void streamsOfPythonAreRecordedWithTheirExactBytes() throws Exception {
		String arrays = PeerNames.random();
		String messages = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.define("class Pod(BaseModel):\n    number: int\n    note: Optional[str] = None\n");
			PeerWriter array = peer.createArray(arrays, "complex64", 8, 2, 3);
			PeerWriter message = peer.createMessage(messages, "Pod", 8, 512);
			try (Recorder _ = Recorder.into(this.folder).stream(arrays).stream(messages).start()) {
				array.fill(1);
				array.fill(2);
				message.write(Map.of("number", 7, "note", "ä"));
			}
			assertRecorded(arrays, 2);
			assertRecorded(messages, 1);
			assertThat(Files.readString(this.folder.resolve(messages).resolve("000001.jsonl")))
				.contains("\"message\":{\"number\":7,\"note\":\"ä\"}");
		}
	}

	/** The recording holds what the ring holds. */
	private void assertRecorded(String name, int count) throws InterruptedException {
		RecordedStream stream = Recording.open(this.folder).stream(name).orElseThrow();
		assertThat(stream.count()).isEqualTo(count);
		try (BufferReader<byte[]> ring = GlobalBuffer.attach(name).startFrom(StartPosition.OLDEST).asRawBytes();
				RecordedSamples samples = stream.samples()) {
			assertThat(ring.layout()).isEqualTo(Optional.of(stream.layout()));
			while (samples.hasNext()) {
				RecordedSample sample = samples.next();
				assertThat(sample.bytes()).isEqualTo(ring.next(Duration.ofSeconds(10)).orElseThrow().value());
			}
		}
	}

}
