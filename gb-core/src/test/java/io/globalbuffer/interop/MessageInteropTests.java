// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.interop.Detections.Detection;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerException;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records, maps, models and dicts at both ends. Cases 23, 70, 71, 74 and 106.
 */
class MessageInteropTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MAX_BYTES = 70_000;

	private static final int CAPACITY = 64;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	record Status(double gain, boolean cam_on) {
	}

	record StrictStatus(double gain, boolean cam_on, @Nullable String pod) {
	}

	/** Case 70. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void everyValueCrossesFromPythonToJava(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createMessage(name, "Detection", CAPACITY, MAX_BYTES);
		try (BufferReader<Detection> typed = GlobalBuffer.attach(name).as(Detection.class);
				BufferReader<Map<String, Object>> untyped = GlobalBuffer.attach(name).asMap()) {
			for (Detection detection : Detections.all()) {
				writer.write(Detections.forPython(detection));
				assertThat(typed.next(TIMEOUT).orElseThrow().value()).usingRecursiveComparison()
					.withEqualsForType(Double::equals, Double.class)
					.isEqualTo(detection);
				assertThat(untyped.next(TIMEOUT).orElseThrow().value()).usingRecursiveComparison()
					.withEqualsForType(Double::equals, Double.class)
					.isEqualTo(Detections.asMap(detection));
			}
		}
		writer.close();
	}

	/** Case 70. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void everyValueCrossesFromJavaToPython(PythonVersion version) throws IOException {
		PythonPeer peer = peers.get(version);
		String name = this.names.next();
		try (BufferWriter<Detection> writer = GlobalBuffer
			.create(name, MessageSpec.of(Detection.class).maxBytes(MAX_BYTES).schema(schema(peer, "Detection")))
			.capacity(CAPACITY)
			.open()) {
			PeerReader typed = peer.attach(name, "Detection");
			PeerReader untyped = peer.attach(name);
			for (Detection detection : Detections.all()) {
				writer.write(detection);
				JsonNode expected = Detections.json(Detections.forPython(detection));
				assertThat(typed.nextMessage(TIMEOUT)).isEqualTo(expected);
				assertThat(untyped.nextMessage(TIMEOUT)).isEqualTo(expected);
			}
			typed.close();
			untyped.close();
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void bothLanguagesWriteTheSameSlots(PythonVersion version) throws IOException {
		PythonPeer peer = peers.get(version);
		String python = this.names.next();
		String java = this.names.next();
		PeerWriter writer = peer.createMessage(python, "Detection", CAPACITY, MAX_BYTES);
		try (BufferWriter<Detection> javaWriter = GlobalBuffer
			.create(java, MessageSpec.of(Detection.class).maxBytes(MAX_BYTES))
			.capacity(CAPACITY)
			.open()) {
			for (Detection detection : Detections.all()) {
				writer.write(Detections.forPython(detection));
				javaWriter.write(detection);
			}
			byte[] expected = Files.readAllBytes(PeerNames.file(python));
			byte[] actual = Files.readAllBytes(PeerNames.file(java));
			assertThat(Arrays.mismatch(expected, SegmentFile.SLOTS_START, expected.length, actual,
					SegmentFile.SLOTS_START, actual.length))
				.isEqualTo(-1);
		}
		writer.close();
	}

	/** Cases 70 and 74. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonWithoutModelReadsAMapOfJava(PythonVersion version) throws IOException {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("nothing", null);
		map.put("largest", new BigInteger("18446744073709551615"));
		map.put("smallest", Long.MIN_VALUE);
		map.put("half", 0.5);
		map.put("yes", true);
		map.put("größe", "ß €");
		map.put("list", Arrays.asList(1, "two", null, List.of(), Map.of("deep", List.of(false))));
		map.put("empty", Map.of());
		String name = this.names.next();
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create(name, MessageSpec.map())
			.capacity(4)
			.open()) {
			PeerReader reader = peers.get(version).attach(name);
			writer.write(map);
			assertThat(reader.nextMessage(TIMEOUT)).isEqualTo(Detections.json(map));
			assertThat(reader.latestMessage()).contains(Detections.json(map));
			for (String property : List.of("dtype", "shape", "nbytes")) {
				assertThat(reader.description().path(property).isNull()).as(property).isTrue();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaReadsTheWidestIntegersOfPythonIntoAMap(PythonVersion version) throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = peers.get(version).createMessage(name, "Detection", 4, 512);
		try (BufferReader<Map<String, Object>> reader = GlobalBuffer.attach(name).asMap()) {
			Map<String, Object> message = Detections.forPython(Detections.all().getFirst());
			message.put("number", new BigInteger("18446744073709551615"));
			writer.write(message);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsEntry("number",
					new BigInteger("18446744073709551615"));
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonWithAModelRefusesAJavaStreamOfAnotherSchema(PythonVersion version) throws IOException {
		PythonPeer peer = peers.get(version);
		String none = this.names.next();
		String other = this.names.next();
		try (BufferWriter<Status> withoutSchema = GlobalBuffer.create(none, MessageSpec.of(Status.class).schema(""))
			.capacity(4)
			.open();
				BufferWriter<Status> withSchema = GlobalBuffer
					.create(other, MessageSpec.of(Status.class).schema(schema(peer, "Status")))
					.capacity(4)
					.open()) {
			withoutSchema.write(new Status(1, true));
			withSchema.write(new Status(2, true));
			assertMismatch(peer, none, "Status");
			assertMismatch(peer, other, "Point");
			assertThat(peer.attach(none).latestMessage().orElseThrow().path("gain").asDouble()).isEqualTo(1);
			assertThat(peer.attach(other, "Status").latestMessage().orElseThrow().path("gain").asDouble()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void javaWithASchemaRefusesAPythonStreamOfAnother(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		String schema = schema(peer, "Status");
		String name = this.names.next();
		peer.createMessage(name, "Point", 4, 512);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach(name).as(MessageSpec.of(Status.class).schema(schema)))
			.withMessageContaining(name);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach(name).asArray(float[].class))
			.withMessageContaining(name);
		String same = this.names.next();
		peer.createMessage(same, "Status", 4, 512).write(Map.of("gain", 3, "cam_on", false));
		try (BufferReader<Status> reader = GlobalBuffer.attach(same).as(MessageSpec.of(Status.class).schema(schema))) {
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(new Status(3, false));
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void anOlderRecordReadsANewerModelAndAnOptionalComponentMayBeMissing(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		peer.define("class Camera(BaseModel):\n    cam_on: bool\n    extra: list[int]\n    gain: float\n");
		String name = this.names.next();
		peer.createMessage(name, "Camera", 4, 512).write(Map.of("gain", 3, "cam_on", true, "extra", List.of(1, 2)));
		try (BufferReader<StrictStatus> reader = GlobalBuffer.attach(name).as(StrictStatus.class)) {
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(new StrictStatus(3, true, null));
		}
	}

	private String schema(PythonPeer peer, String model) {
		String name = this.names.next();
		peer.createMessage(name, model, 1, 64).close();
		try (BufferReader<?> reader = GlobalBuffer.attach(name).asMap()) {
			return Schemas.of(reader);
		}
	}

	private static void assertMismatch(PythonPeer peer, String name, String model) {
		assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.attach(name, model))
			.extracting(PeerException::type)
			.isEqualTo("SchemaMismatch");
	}

}
