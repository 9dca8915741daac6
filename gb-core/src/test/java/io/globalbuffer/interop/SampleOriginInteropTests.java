// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SampleOrigin;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Java writers say of their samples, and what Python makes of it: nothing.
 */
class SampleOriginInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 4);

	private static final TraceContext TRACE = new TraceContext(-1, -2, -3, (byte) -1);

	private static final int SAMPLES = 5000;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonReadsArraysOfAWriterThatSaysAllItCan(PythonVersion version) {
		String name = this.names.next();
		try (ArrayWriter<long[]> writer = describing(GlobalBuffer.create(name, SPEC)).capacity(SAMPLES).open()) {
			PeerReader reader = peers.get(version).attach(name);
			PeerReply<ReadSummary> reading = reader.readNext(SAMPLES, TIMEOUT);
			FilledArrays.write(writer, 0, SAMPLES);
			ReadSummary summary = reading.await();
			assertThat(summary.delivered()).isEqualTo(SAMPLES);
			assertThat(summary.torn()).isZero();
			assertThat(summary.disordered()).isZero();
			assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(SAMPLES - 1);
			reader.close();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonReadsMessagesOfAWriterThatSaysAllItCan(PythonVersion version) {
		String name = this.names.next();
		try (BufferWriter<Map<String, Object>> writer = describing(GlobalBuffer.create(name, MessageSpec.map()))
			.capacity(3)
			.open()) {
			PeerReader reader = peers.get(version).attach(name);
			writer.write(Map.of("gain", 0.5));
			JsonNode message = reader.nextMessage(TIMEOUT);
			assertThat(message.path("gain").asDouble()).isEqualTo(0.5);
			reader.close();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void ofASampleOfPythonNothingIsKnown(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createArray(name, "int64", 3, 4);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(SPEC)) {
			writer.write(1, 2, 3, 4);
			assertThat(reader.latest().orElseThrow().origin()).isSameAs(SampleOrigin.UNKNOWN);
			assertThat(reader.next().origin()).isSameAs(SampleOrigin.UNKNOWN);
		}
		writer.close();
	}

	private static <W extends BufferWriter<?>> WriterBuilder<W> describing(WriterBuilder<W> builder) {
		return builder.publishTime().checksum().traceContext(() -> TRACE);
	}

}
