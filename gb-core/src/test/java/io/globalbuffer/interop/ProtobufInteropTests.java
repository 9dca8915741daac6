// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import global_buffer_test.Buffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerException;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.protobuf.RandomTelemetry;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.telemetry.Calibration;
import io.globalbuffer.telemetry.Mode;
import io.globalbuffer.telemetry.Point;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Protobuf messages at both ends, their classes generated from the same files.
 */
class ProtobufInteropTests {

	private static final long SEED = 20_261_122;

	private static final int MESSAGES = 300;

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MAX_BYTES = 70_000;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	private PythonPeer peer;

	@BeforeEach
	void importGeneratedModules() throws URISyntaxException {
		Path generated = Path.of(Telemetry.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		this.peer = peers.get(PythonVersion.V1_1_3);
		this.peer.call("run", Map.of("source", """
				def find(waiting, folder):
				    import sys
				    sys.dont_write_bytecode = True
				    if folder not in sys.path:
				        sys.path.append(folder)
				""", "function", "find", "folder", generated.toString()));
		this.peer.define("""
				from buffer_pb2 import Status as BufferStatus
				from telemetry.telemetry_pb2 import Point as ProtobufPoint, Telemetry
				from telemetry.required_pb2 import Calibration
				""");
	}

	/** Case 28. */
	@Test
	void bothLanguagesStoreTheSameSchema() {
		assertSameSchema(Buffer.Status.class, "BufferStatus");
		assertSameSchema(Telemetry.class, "Telemetry");
		assertSameSchema(Point.class, "ProtobufPoint");
		assertSameSchema(Calibration.class, "Calibration");
	}

	private void assertSameSchema(Class<? extends Message> type, String model) {
		String name = this.names.next();
		this.peer.createMessage(name, model, 2, 64).close();
		MessageSpec<?> exact = MessageSpec.of(type).policy(SchemaPolicy.EXACT);
		try (BufferReader<?> reader = GlobalBuffer.attach(name).as(exact)) {
			MessageLayout layout = (MessageLayout) reader.layout().orElseThrow();
			assertThat(HexFormat.of().formatHex(layout.identity().bytes()))
				.isEqualTo(HexFormat.of().formatHex(exact.identity().bytes()));
			assertThat(layout.format()).isEqualTo(WireFormat.PROTOBUF);
		}
	}

	/** Cases 29 and 31. */
	@Test
	void randomMessagesOfPythonAreReadTypedAndAsBytes() throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = this.peer.createMessage(name, "Telemetry", MESSAGES, MAX_BYTES);
		try (BufferReader<Telemetry> typed = GlobalBuffer.attach(name).as(exact(Telemetry.class));
				BufferReader<byte[]> raw = GlobalBuffer.attach(name).asBytes()) {
			List<Telemetry> messages = randomMessages();
			writer
				.writeAll(messages.stream().map((message) -> PeerWriter.hex(message.toByteArray())).toList(),
						Duration.ZERO)
				.await();
			for (Telemetry message : messages) {
				assertThat(typed.next(TIMEOUT).orElseThrow().value()).isEqualTo(message);
				assertThat(raw.next(TIMEOUT).orElseThrow().value()).hasSize(message.getSerializedSize())
					.satisfies((bytes) -> assertThat(Telemetry.parseFrom(bytes)).isEqualTo(message));
			}
		}
		writer.close();
	}

	/** Cases 29 and 31. */
	@Test
	void randomMessagesOfJavaAreReadTypedAndAsBytes() throws InvalidProtocolBufferException {
		String name = this.names.next();
		try (BufferWriter<Telemetry> writer = GlobalBuffer
			.create(name, MessageSpec.of(Telemetry.class).maxBytes(MAX_BYTES))
			.capacity(MESSAGES)
			.open()) {
			PeerReader typed = this.peer.attach(name, "Telemetry");
			PeerReader raw = this.peer.attach(name);
			List<Telemetry> messages = randomMessages();
			messages.forEach(writer::write);
			for (Telemetry message : messages) {
				JsonNode parsed = typed.nextMessage(TIMEOUT);
				assertThat(parsed.path("$message").asText()).isEqualTo("globalbuffer.telemetry.Telemetry");
				assertThat(Telemetry.parseFrom(HexFormat.of().parseHex(parsed.path("bytes").asText())))
					.isEqualTo(message);
				assertThat(raw.nextMessage(TIMEOUT).path("$hex").asText())
					.isEqualTo(HexFormat.of().formatHex(message.toByteArray()));
			}
			typed.close();
			raw.close();
		}
	}

	private static List<Telemetry> randomMessages() {
		return Stream
			.concat(Stream.of(Telemetry.getDefaultInstance()),
					RandomTelemetry.stream(new Random(SEED)).limit(MESSAGES - 1))
			.toList();
	}

	/** Case 29: a dict becomes the message's fields. */
	@Test
	void fieldsThatPythonNamesArriveUnderTheirNames() throws InterruptedException {
		String name = this.names.next();
		PeerWriter writer = this.peer.createMessage(name, "Telemetry", 4, 512);
		try (BufferReader<Telemetry> reader = GlobalBuffer.attach(name).as(Telemetry.class)) {
			writer.write(Map.of("string_value", "größe", "weights", List.of(0.5, 2), "counts", Map.of("a", -1), "mode",
					"MODE_TRACKING", "optional_number", 0, "text", "chosen", "part",
					Map.of("name", "p", "position", Map.of("x", 1.5))));
			Telemetry message = reader.next(TIMEOUT).orElseThrow().value();
			assertThat(message).isEqualTo(Telemetry.newBuilder()
				.setStringValue("größe")
				.addWeights(0.5)
				.addWeights(2)
				.putCounts("a", -1)
				.setMode(Mode.MODE_TRACKING)
				.setOptionalNumber(0)
				.setText("chosen")
				.setPart(Telemetry.Part.newBuilder().setName("p").setPosition(Point.newBuilder().setX(1.5)))
				.build());
			assertThat(message.hasOptionalText()).isFalse();
		}
		writer.close();
	}

	@Test
	void fieldsThatJavaNamesArriveUnderTheirNames() {
		String name = this.names.next();
		try (BufferWriter<Telemetry> writer = GlobalBuffer.create(name, MessageSpec.of(Telemetry.class))
			.capacity(2)
			.open()) {
			writer.write(Telemetry.newBuilder()
				.setStringValue("größe")
				.putCounts("a", -1)
				.setMode(Mode.MODE_TRACKING)
				.setOptionalNumber(0)
				.setNumber(7)
				.build());
			JsonNode fields = this.peer.call("run",
					Map.of("source",
							"""
									def read(waiting, name):
									    message = gb.attach(name, model=MODELS["Telemetry"]).latest()
									    return [message.string_value, message.counts["a"], message.mode, message.HasField("optional_number"),
									            message.HasField("optional_text"), message.WhichOneof("choice"), message.number]
									""",
							"function", "read", "name", name));
			assertThat(fields.toString()).isEqualTo("[\"größe\",-1,2,true,false,\"number\",7]");
		}
	}

	/** Case 30. */
	@ParameterizedTest
	@ValueSource(strings = { "name: \"gain\"|name: \"volume\"", "type: TYPE_FLOAT|type: TYPE_DOUBLE" })
	void anotherDescriptorIsAMismatchInBothLanguages(String change) {
		defineEdited("Edited", change);
		String python = this.names.next();
		this.peer.createMessage(python, "Edited", 2, 64);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach(python).as(Buffer.Status.class))
			.withMessageContaining(python);
		String java = this.names.next();
		try (BufferWriter<Buffer.Status> writer = GlobalBuffer.create(java, MessageSpec.of(Buffer.Status.class))
			.capacity(2)
			.open()) {
			writer.write(Buffer.Status.getDefaultInstance());
			assertMismatch(this.peer, java, "Edited");
		}
	}

	/**
	 * Case 30: under {@link SchemaPolicy#EXACT}, Python's rule, the file's name counts.
	 */
	@Test
	void anotherFileNameIsAMismatchWhereEveryByteCounts() {
		defineEdited("Moved", "name: \"buffer.proto\"|name: \"moved/buffer.proto\"");
		String python = this.names.next();
		this.peer.createMessage(python, "Moved", 2, 64);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach(python).as(exact(Buffer.Status.class)))
			.withMessageContaining(python);
		GlobalBuffer.attach(python).as(Buffer.Status.class).close();
		String java = this.names.next();
		try (BufferWriter<Buffer.Status> writer = GlobalBuffer.create(java, MessageSpec.of(Buffer.Status.class))
			.capacity(2)
			.open()) {
			writer.write(Buffer.Status.getDefaultInstance());
			assertMismatch(this.peer, java, "Moved");
		}
	}

	/** The class of buffer.proto's message, after a change of its descriptor's text. */
	private void defineEdited(String model, String change) {
		int bar = change.indexOf('|');
		this.peer.define(String.format(Locale.ROOT, """
				from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, text_format
				file = descriptor_pb2.FileDescriptorProto()
				MODELS["BufferStatus"].DESCRIPTOR.file.CopyToProto(file)
				text = text_format.MessageToString(file).replace('%s', '%s')
				pool = descriptor_pool.DescriptorPool()
				pool.Add(text_format.Parse(text, descriptor_pb2.FileDescriptorProto()))
				%s = message_factory.GetMessageClass(pool.FindMessageTypeByName("global_buffer_test.Status"))
				""", change.substring(0, bar), change.substring(bar + 1), model));
	}

	@ParameterizedTest
	@EnumSource(value = PythonVersion.class, names = { "V1_0_0", "V1_0_2" })
	void anOlderPythonTakesProtobufForAnotherSchemaOrBrokenMaps(PythonVersion version) {
		PythonPeer older = peers.get(version);
		String name = this.names.next();
		try (BufferWriter<Buffer.Status> writer = GlobalBuffer.create(name, MessageSpec.of(Buffer.Status.class))
			.capacity(2)
			.open()) {
			writer.write(Buffer.Status.newBuilder().setGain(1.5f).build());
			assertMismatch(older, name, "Status");
			PeerReader untyped = older.attach(name);
			assertThatExceptionOfType(PeerException.class).isThrownBy(untyped::latestMessage)
				.extracting(PeerException::type)
				.isEqualTo("DecodeError");
		}
	}

	@Test
	void requiredFieldsCross() {
		String name = this.names.next();
		try (BufferWriter<Calibration> writer = GlobalBuffer.create(name, MessageSpec.of(Calibration.class))
			.capacity(2)
			.open()) {
			PeerReader reader = this.peer.attach(name, "Calibration");
			writer.write(Calibration.newBuilder().setSensor("s").setOffset(-0.5).build());
			assertThat(reader.nextMessage(TIMEOUT).path("bytes").asText()).isEqualTo("0a017311000000000000e0bf");
		}
	}

	private static <T> MessageSpec<T> exact(Class<T> type) {
		return MessageSpec.of(type).policy(SchemaPolicy.EXACT);
	}

	private static void assertMismatch(PythonPeer peer, String name, String model) {
		assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.attach(name, model))
			.extracting(PeerException::type)
			.isEqualTo("SchemaMismatch");
	}

}
