// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.peer.PeerReader.ReadSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PythonPeer}: Python at both ends.
 */
class PythonPeerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final String name = PeerNames.random();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void arraysTravelFromOnePeerToAnother(PythonVersion version) {
		try (PythonPeer writing = PythonPeer.start(version); PythonPeer reading = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(this.name, "complex64", 8, 2, 2);
			PeerReader reader = reading.attach(this.name);
			assertThat(reader.description().path("dtype").asText()).isEqualTo("complex64");
			assertThat(reader.description().path("nbytes").asInt()).isEqualTo(32);
			assertThat(reader.latestArray()).isEmpty();
			writer.write(1, 2, 3, 4, 5, 6, 7, 8.5);
			writer.reserveFill(3);
			assertThat(reader.nextArray(TIMEOUT).doubles()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8.5);
			assertThat(reader.latestArray().orElseThrow().doubles()).containsExactly(3, 0, 3, 0, 3, 0, 3, 0);
			assertThat(reader.isWriterAlive()).isTrue();
		}
		assertThat(PeerNames.file(this.name)).doesNotExist();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void bytesAndWideIntegersTravelUnchanged(PythonVersion version) {
		try (PythonPeer peer = PythonPeer.start(version)) {
			PeerWriter writer = peer.createArray(this.name, "uint64", 2, 2);
			PeerReader reader = peer.attach(this.name);
			byte[] payload = { -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7 };
			writer.writeBytes(payload);
			PeerArray array = reader.nextArray(TIMEOUT);
			assertThat(array.bytes()).isEqualTo(payload);
			assertThat(array.longs()).containsExactly(-1, 0x0706050403020100L);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void messagesTravelWithAndWithoutModel(PythonVersion version) {
		try (PythonPeer peer = PythonPeer.start(version)) {
			PeerWriter writer = peer.createMessage(this.name, "Detection", 4, 512);
			PeerReader typed = peer.attach(this.name, "Detection");
			PeerReader untyped = peer.attach(this.name);
			writer.write(Map.of("label", "cup", "number", 7, "score", 0.5, "seen", true, "raw",
					PeerWriter.hex(new byte[] { -1, 0 }), "position", Map.of("x", 1, "y", 2), "weights", List.of(1.5)));
			assertThat(typed.nextMessage(TIMEOUT)).isEqualTo(untyped.latestMessage().orElseThrow());
			assertThat(typed.latestMessage().orElseThrow().at("/raw/$hex").asText()).isEqualTo("ff00");
			assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.attach(this.name, "Status"))
				.extracting(PeerException::type)
				.isEqualTo("SchemaMismatch");
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void modelsCanBeDefined(PythonVersion version) {
		try (PythonPeer peer = PythonPeer.start(version)) {
			peer.define("class Pod(BaseModel):\n    number: int\n    note: Optional[str] = None\n");
			PeerWriter writer = peer.createMessage(this.name, "Pod", 4, 512);
			PeerReader reader = peer.attach(this.name, "Pod");
			writer.writeAll(List.of(Map.of("number", 1), Map.of("number", 2)), Duration.ZERO).await();
			assertThat(reader.nextMessage(TIMEOUT).path("number").asInt()).isEqualTo(1);
			assertThat(reader.nextMessage(TIMEOUT).path("number").asInt()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void loopsRunOnBothSidesAtOnce(PythonVersion version) {
		try (PythonPeer writing = PythonPeer.start(version); PythonPeer reading = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(this.name, "int64", 8, 256);
			PeerReader reader = reading.attach(this.name);
			PeerReply<ReadSummary> read = version.isAtLeast11() ? reader.readNextInto(5000, TIMEOUT)
					: reader.readNext(5000, TIMEOUT);
			assertThat(writer.fillLoop(0, 5000, Duration.ZERO).await()).isEqualTo(5000);
			ReadSummary summary = read.await();
			assertThat(summary.delivered() + summary.overruns()).isEqualTo(5000);
			assertThat(summary).returns(0L, ReadSummary::torn)
				.returns(0L, ReadSummary::disordered)
				.returns(4999L, ReadSummary::last)
				.returns(false, ReadSummary::timedOut);
			assertThat(reader.overruns()).isEqualTo(summary.overruns());
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void anEndlessLoopEndsWithTheNextCommand(PythonVersion version) {
		try (PythonPeer writing = PythonPeer.start(version); PythonPeer reading = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(this.name, "float64", 4, 3);
			PeerReader reader = reading.attach(this.name);
			PeerReply<Long> written = writer.fillUntilNextCommand(10, Duration.ofMillis(1));
			assertThat(reader.pollLatest(5, TIMEOUT).await().delivered()).isEqualTo(5);
			assertThat(written.isDone()).isFalse();
			writer.heartbeat();
			assertThat(written.await()).isGreaterThanOrEqualTo(5);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void theSegmentOutlivesAKilledWriterAndAKilledReader(PythonVersion version) {
		try (PythonPeer writing = PythonPeer.start(version); PythonPeer reading = PythonPeer.start(version)) {
			PeerWriter writer = writing.createArray(this.name, "int32", 4, 3);
			writer.fill(7);
			PeerReader lost = reading.attach(this.name);
			PeerReply<?> written = writer.fillUntilNextCommand(8, Duration.ofMillis(1));
			assertThat(lost.pollLatest(2, TIMEOUT).await().delivered()).isEqualTo(2);
			reading.kill();
			writing.kill();
			assertThatIllegalStateException().isThrownBy(written::await)
				.withMessageContaining("ended before it answered 'fill_loop'");
			// Python's resource tracker cleans up after a process once that has ended
			try (PythonPeer later = PythonPeer.start(version)) {
				assertThat(later.attach(this.name).latestArray()).isPresent();
			}
			assertThat(Files.exists(PeerNames.file(this.name))).isTrue();
		}
		assertThat(PeerNames.file(this.name)).doesNotExist();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aReaderThatEndsLeavesTheSegment(PythonVersion version) {
		try (PythonPeer writing = PythonPeer.start(version)) {
			writing.createArray(this.name, "int32", 4, 3);
			try (PythonPeer reading = PythonPeer.start(version)) {
				reading.attach(this.name);
			}
			assertThat(PeerNames.file(this.name)).exists();
			writing.unlink(this.name);
			assertThat(PeerNames.file(this.name)).doesNotExist();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonErrorsComeWithTheirType(PythonVersion version) {
		try (PythonPeer peer = PythonPeer.start(version)) {
			assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.attach(this.name))
				.withMessageContaining(this.name)
				.extracting(PeerException::type)
				.isEqualTo("BufferNotFound");
			PeerWriter writer = peer.createArray(this.name, "float32", 4, 3);
			assertThatExceptionOfType(PeerException.class).isThrownBy(() -> writer.write(1, 2))
				.extracting(PeerException::type)
				.isEqualTo("ValueError");
			assertThatExceptionOfType(PeerException.class)
				.isThrownBy(() -> peer.attach(this.name).nextArray(Duration.ofMillis(10)))
				.extracting(PeerException::type)
				.isEqualTo("Empty");
			writer.close();
			assertThatExceptionOfType(PeerException.class).isThrownBy(() -> writer.write(1, 2, 3))
				.extracting(PeerException::type)
				.isEqualTo("BufferClosed");
		}
	}

	@Test
	void aReplyIsNotAwaitedForEver() {
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(this.name, "float32", 4, 3);
			PeerReply<?> reply = peer.attach(this.name).startNext(TIMEOUT);
			assertThatIllegalStateException().isThrownBy(() -> reply.await(Duration.ofMillis(10)))
				.withMessageContaining("did not answer 'next'")
				.withMessageContaining("pid " + peer.pid());
			peer.kill();
		}
	}

}
