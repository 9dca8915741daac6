// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * What a stream holds, as it travels with its records: a map in MessagePack, so that
 * every language reads it.
 */
final class StreamSpec {

	private static final MessageCodec CODEC = MessageSpec.map().codec();

	private final BufferLayout layout;

	private final byte[] bytes;

	private final long hash;

	private StreamSpec(BufferLayout layout, byte[] bytes) {
		this.layout = layout;
		this.bytes = bytes;
		this.hash = hashOf(bytes);
	}

	/** What the stream holds. */
	BufferLayout layout() {
		return this.layout;
	}

	/** The map, as it travels; not to be changed. */
	byte[] bytes() {
		return this.bytes;
	}

	/** Tells it from others, by the bytes alone. */
	long hash() {
		return this.hash;
	}

	static StreamSpec of(BufferLayout layout) {
		return new StreamSpec(layout, CODEC.encode(map(layout)));
	}

	/**
	 * Reads what a record carries.
	 * @param bytes the value of {@link RecordHeaders#SPEC}
	 * @throws IllegalArgumentException if it does not describe a stream
	 */
	static StreamSpec parse(byte[] bytes) {
		try {
			Map<?, ?> map = (Map<?, ?>) CODEC.decode(bytes, bytes.length, Map.class);
			return new StreamSpec(layout(map), bytes);
		}
		catch (CodecException | ClassCastException | ArithmeticException ex) {
			throw new IllegalArgumentException("It does not describe a stream: " + ex.getMessage(), ex);
		}
	}

	private static long hashOf(byte[] bytes) {
		try {
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static Map<String, Object> map(BufferLayout layout) {
		Map<String, Object> map = new LinkedHashMap<>();
		switch (layout) {
			case ArrayLayout array -> {
				map.put("kind", "array");
				map.put("dtype", array.spec().dtype().name());
				map.put("item_size", array.spec().dtype().itemSize());
				map.put("shape", LongStream.of(array.spec().shape()).boxed().toList());
			}
			case MessageLayout message -> {
				map.put("kind", "message");
				map.put("wire_format", (message.format() == WireFormat.PROTOBUF) ? "protobuf" : "messagepack");
				map.put("max_bytes", message.maxBytes());
				map.put("schema", message.identity().bytes());
			}
		}
		map.put("capacity", layout.capacity());
		return map;
	}

	private static BufferLayout layout(Map<?, ?> map) {
		long capacity = number(map, "capacity");
		return switch (text(map, "kind")) {
			case "array" -> new ArrayLayout(capacity,
					ArraySpec.of(dtype(map),
							((List<?>) required(map, "shape")).stream()
								.mapToLong((dimension) -> ((Number) dimension).longValue())
								.toArray()));
			case "message" -> new MessageLayout(capacity, number(map, "max_bytes"), wireFormat(map),
					SchemaIdentity.of((byte[]) required(map, "schema")));
			case String other -> throw new IllegalArgumentException(
					"It describes a stream of kind " + other + ", which this version does not know");
		};
	}

	private static WireFormat wireFormat(Map<?, ?> map) {
		return switch (text(map, "wire_format")) {
			case "messagepack" -> WireFormat.MESSAGE_PACK;
			case "protobuf" -> WireFormat.PROTOBUF;
			case String other -> throw new IllegalArgumentException(
					"It describes messages in the form " + other + ", which this version does not know");
		};
	}

	private static DType<?> dtype(Map<?, ?> map) {
		String name = text(map, "dtype");
		return DType.find(name).orElseGet(() -> DType.raw(name, Math.toIntExact(number(map, "item_size"))));
	}

	private static long number(Map<?, ?> map, String key) {
		return ((Number) required(map, key)).longValue();
	}

	private static String text(Map<?, ?> map, String key) {
		return (String) required(map, key);
	}

	private static Object required(Map<?, ?> map, String key) {
		Object value = map.get(key);
		if (value == null) {
			throw new IllegalArgumentException("It does not describe a stream: it has no " + key);
		}
		return value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof StreamSpec spec && this.hash == spec.hash;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.hash);
	}

}
