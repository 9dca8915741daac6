// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * What is known of a part when it begins, in a file of JSON.
 *
 * @param stream the stream's name
 * @param begin where in the stream it begins
 * @param layout what the stream holds
 */
record PartFacts(String stream, Position begin, BufferLayout layout) {

	private static final int FORMAT = 1;

	/** Whole or not at all. */
	void write(Path file) throws IOException {
		Path temporary = file.resolveSibling(file.getFileName() + ".new");
		Files.writeString(temporary, Json.pretty(json()) + "\n", StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE);
		Files.move(temporary, file);
	}

	private Map<String, Object> json() {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("format", FORMAT);
		facts.put("stream", this.stream);
		facts.put("segment", this.begin.toString());
		switch (this.layout) {
			case ArrayLayout array -> {
				facts.put("kind", "array");
				facts.put("dtype", array.spec().dtype().name());
				facts.put("item_size", array.spec().dtype().itemSize());
				List<Long> shape = new ArrayList<>();
				for (long dimension : array.spec().shape()) {
					shape.add(dimension);
				}
				facts.put("shape", shape);
			}
			case MessageLayout message -> {
				facts.put("kind", "message");
				facts.put("wire_format", wireFormat(message.format()));
				facts.put("max_bytes", message.maxBytes());
				facts.put("schema", message.identity().text());
				facts.put("schema_bytes", message.identity().bytes());
				facts.put("schema_hash", String.format(Locale.ROOT, "%016x", message.identity().hash()));
			}
		}
		facts.put("capacity", this.layout.capacity());
		return facts;
	}

	private static String wireFormat(WireFormat format) {
		return switch (format) {
			case MESSAGE_PACK -> "messagepack";
			case PROTOBUF -> "protobuf";
		};
	}

	static PartFacts read(Path file) throws IOException {
		try {
			return of((Map<?, ?>) required(Json.read(Files.readAllBytes(file)), "object"));
		}
		catch (IllegalArgumentException | ClassCastException ex) {
			throw new RecordingException("'" + file + "' does not describe a part of a recording: " + ex.getMessage(),
					ex);
		}
	}

	private static PartFacts of(Map<?, ?> facts) {
		if (number(facts, "format") != FORMAT) {
			throw new IllegalArgumentException(
					"its format is " + facts.get("format") + ", which this version does not know");
		}
		long capacity = number(facts, "capacity");
		BufferLayout layout = switch (text(facts, "kind")) {
			case "array" -> new ArrayLayout(capacity,
					ArraySpec.of(dtype(facts),
							((List<?>) required(facts.get("shape"), "shape")).stream()
								.mapToLong((dimension) -> ((Number) dimension).longValue())
								.toArray()));
			case "message" -> new MessageLayout(capacity, number(facts, "max_bytes"),
					text(facts, "wire_format").equals("protobuf") ? WireFormat.PROTOBUF : WireFormat.MESSAGE_PACK,
					SchemaIdentity.of(Base64.getDecoder().decode(text(facts, "schema_bytes"))));
			case String other -> throw new IllegalArgumentException("its kind is " + other);
		};
		return new PartFacts(text(facts, "stream"), Position.parse(text(facts, "segment")), layout);
	}

	private static DType<?> dtype(Map<?, ?> facts) {
		String name = text(facts, "dtype");
		return DType.find(name).orElseGet(() -> DType.raw(name, Math.toIntExact(number(facts, "item_size"))));
	}

	private static long number(Map<?, ?> facts, String key) {
		return ((Number) required(facts.get(key), key)).longValue();
	}

	private static String text(Map<?, ?> facts, String key) {
		return (String) required(facts.get(key), key);
	}

	private static Object required(@Nullable Object value, String key) {
		if (value == null) {
			throw new IllegalArgumentException("it has no " + key);
		}
		return value;
	}

}
