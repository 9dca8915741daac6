// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.interop.SchemaModels.Point;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerException;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The schemas of records and of pydantic models with the same fields, and what each
 * language accepts of the other. Cases 13, 70 and 71.
 */
class SchemaInteropTests {

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aRecordHasTheSchemaOfItsModel(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		peer.define(SchemaModels.PYTHON);
		Map<String, String> java = new LinkedHashMap<>();
		Map<String, String> python = new LinkedHashMap<>();
		for (Class<?> type : SchemaModels.JAVA) {
			String name = this.names.next();
			peer.createMessage(name, type.getSimpleName(), 1, 64);
			java.put(type.getSimpleName(), MessageSpec.of(type).requiredIdentity().text());
			try (BufferReader<?> reader = GlobalBuffer.attach(name)
				.as(MessageSpec.of(type).policy(SchemaPolicy.EXACT))) {
				python.put(type.getSimpleName(), Schemas.of(reader));
			}
		}
		assertThat(java).hasSize(41).isEqualTo(python);
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonAttachesWithItsModelToTheSegmentOfARecord(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		peer.define(SchemaModels.PYTHON);
		for (Class<?> type : SchemaModels.JAVA) {
			String name = this.names.next();
			try (BufferWriter<?> writer = GlobalBuffer.create(name, MessageSpec.of(type)).capacity(1).open()) {
				assertThat(writer.stats().written()).isZero();
				peer.attach(name, type.getSimpleName()).close();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void whatPydanticAddsMattersExactlyOnly(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		peer.define("""
				class Spot(BaseModel):
				    "A point."
				    x: float = 0.5
				    y: float
				    label: str = "none"
				""");
		String name = this.names.next();
		peer.createMessage(name, "Spot", 4, 512).write(Map.of("y", 2));
		try (BufferReader<Point> reader = GlobalBuffer.attach(name).as(Point.class)) {
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(new Point(0.5, 2));
		}
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach(name).as(MessageSpec.of(Point.class).policy(SchemaPolicy.EXACT)))
			.withMessageContaining(name)
			.withMessageContaining("\"description\":\"A point.\"")
			.withMessageContaining("SchemaPolicy.COMPATIBLE");
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aModelThatLacksAFieldIsRefusedUnlessSchemasAreIgnored(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		peer.define("from typing import Any\nclass Spot(BaseModel):\n    x: Any\n    z: Optional[float] = None\n");
		String name = this.names.next();
		peer.createMessage(name, "Spot", 4, 512);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> GlobalBuffer.attach(name).as(Point.class))
			.withMessageContaining(name)
			.withMessageContaining("field 'y' is asked for, the segment has none");
		GlobalBuffer.attach(name).as(MessageSpec.of(Point.class).policy(SchemaPolicy.IGNORE)).close();
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void aSegmentThatWasGivenItsSchemaByASuccessorIsReadWithTheModel(PythonVersion version) {
		PythonPeer peer = peers.get(version);
		peer.define(SchemaModels.PYTHON);
		String name = this.names.next();
		try (BufferWriter<Map<String, Object>> first = GlobalBuffer.create(name, MessageSpec.map())
			.capacity(4)
			.open()) {
			first.write(Map.of("x", 1.0, "y", 2.0));
		}
		assertThatExceptionOfType(PeerException.class).isThrownBy(() -> peer.attach(name, "Point"))
			.extracting(PeerException::type)
			.isEqualTo("SchemaMismatch");
		try (BufferWriter<Point> second = takeOver(name, MessageSpec.of(Point.class)).open()) {
			assertThat(peer.attach(name, "Point").latestMessage().orElseThrow().path("y").asDouble()).isEqualTo(2);
			assertThat(second.layout()).isEqualTo(layout(name));
		}
		takeOver(name, MessageSpec.of(Point.class).schema("")).open().close();
		peer.attach(name, "Point").close();
	}

	private static Optional<BufferLayout> layout(String name) {
		try (BufferReader<?> reader = GlobalBuffer.attach(name).asMap()) {
			return reader.layout();
		}
	}

	private static <T> WriterBuilder<MessageWriter<T>> takeOver(String name, MessageSpec<T> spec) {
		return GlobalBuffer.create(name, spec).capacity(4).onExisting(OnExisting.TAKE_OVER);
	}

}
