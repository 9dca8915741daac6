// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.codec.TableRows;
import io.globalbuffer.codec.TableRows.Row;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Case 25: each row of the table of values, written here and read there with a model,
 * written back there and read here.
 */
class TableInteropTests {

	private static final String SOURCE = """
			import enum
			from datetime import date, datetime, time, timedelta
			from decimal import Decimal
			from uuid import UUID
			from pydantic import create_model

			class Colour(enum.Enum):
			    RED = "red"
			    GREEN = "g"

			class Level(enum.Enum):
			    LOW = 1
			    HIGH = 2

			def echo(waiting, given, name, annotation):
			    # the value itself, as the model sees it, in a segment of Python's own
			    model = create_model("Model", v=(eval(annotation), ...))
			    reader = gb.attach(given)
			    message = model(**reader.latest())
			    reader.close()
			    writer = gb.create(name, model, 2)
			    writer.write(message)
			    writer.close()
			    return repr(message.v)
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	static Stream<Arguments> rows() {
		List<Arguments> rows = new ArrayList<>();
		for (PythonVersion version : PythonVersion.values()) {
			TableRows.all().forEach((row) -> rows.add(arguments(version, row)));
		}
		return rows.stream();
	}

	@ParameterizedTest
	@MethodSource("rows")
	void everyRowGoesToPythonAndComesBack(PythonVersion version, Row row) {
		String given = this.names.next();
		String returned = this.names.next();
		write(given, row.message());
		JsonNode seen = peers.get(version)
			.call("run", Map.of("source", SOURCE, "function", "echo", "given", given, "name", returned, "annotation",
					row.python()));
		assertThat(seen.asText()).isNotEmpty();
		try (BufferReader<? extends Record> reader = GlobalBuffer.attach(returned).as(row.message().getClass())) {
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(row.message());
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Record> void write(String name, T message) {
		try (BufferWriter<T> writer = GlobalBuffer
			.create(name, MessageSpec.of((Class<T>) message.getClass()).schema(""))
			.capacity(2)
			.open()) {
			writer.write(message);
		}
	}

}
