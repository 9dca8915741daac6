// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StreamSpecTests {

	private static final MessageCodec CODEC = MessageSpec.map().codec();

	static Stream<BufferLayout> layouts() {
		SchemaIdentity schema = SchemaIdentity.of("{\"title\": \"Status\"}".getBytes(StandardCharsets.UTF_8));
		return Stream.of(new ArrayLayout(4096, ArraySpec.of(DType.COMPLEX64, 64, 4)),
				new ArrayLayout(1, ArraySpec.of(DType.FLOAT64)),
				new ArrayLayout(1L << 40, ArraySpec.of(DType.raw("V12", 12), 3)),
				new ArrayLayout(8, ArraySpec.of(DType.BOOL, 0)),
				new MessageLayout(8, 0, WireFormat.MESSAGE_PACK, SchemaIdentity.NONE),
				new MessageLayout(8, MessageLayout.LONGEST, WireFormat.MESSAGE_PACK, schema),
				new MessageLayout(8, 4096, WireFormat.PROTOBUF, schema), new MessageLayout(8, 4096,
						WireFormat.MESSAGE_PACK, SchemaIdentity.of(new byte[SchemaIdentity.MAX_BYTES])));
	}

	@ParameterizedTest
	@MethodSource("layouts")
	void whatAStreamHoldsTravelsAsItIs(BufferLayout layout) {
		StreamSpec sent = StreamSpec.of(layout);
		StreamSpec received = StreamSpec.parse(sent.bytes());
		assertThat(received.layout()).isEqualTo(layout);
		assertThat(received.hash()).isEqualTo(sent.hash());
		assertThat(received).isEqualTo(sent).hasSameHashCodeAs(sent);
	}

	@Test
	void whatDiffersHasAnotherHash() {
		assertThat(layouts().map(StreamSpec::of).map(StreamSpec::hash)).doesNotHaveDuplicates();
		assertThat(layouts().map((layout) -> StreamSpec.of(layout.withCapacity(7))))
			.doesNotContainAnyElementsOf(layouts().map(StreamSpec::of).toList());
	}

	@Test
	void whatDescribesNoStreamIsRefused() {
		assertRefused(new byte[0]);
		assertRefused("no map".getBytes(StandardCharsets.UTF_8));
		assertRefused(CODEC.encode(Map.of()));
		assertRefused(CODEC.encode(Map.of("kind", "table", "capacity", 4)));
		assertRefused(CODEC.encode(Map.of("kind", "array", "capacity", 4)));
		assertRefused(CODEC.encode(Map.of("kind", "array", "capacity", "4")));
		assertRefused(CODEC.encode(Map.of("kind", "array", "capacity", 0, "dtype", "float64", "item_size", 8, "shape",
				new Object[] { 1 })));
		assertRefused(CODEC.encode(Map.of("kind", "array", "capacity", 4, "dtype", "what", "item_size", 1L << 40,
				"shape", new Object[] { 1 })));
		assertRefused(CODEC.encode(Map.of("kind", "array", "capacity", 4, "dtype", "float64", "item_size", 8, "shape",
				new Object[] { -1 })));
		assertRefused(CODEC.encode(Map.of("kind", "message", "capacity", 4, "max_bytes", 64, "wire_format", "xml",
				"schema", new byte[0])));
		assertRefused(CODEC.encode(Map.of("kind", "message", "capacity", 4, "max_bytes", 64, "wire_format",
				"messagepack", "schema", new byte[SchemaIdentity.MAX_BYTES + 1])));
	}

	private static void assertRefused(byte[] bytes) {
		assertThatIllegalArgumentException().isThrownBy(() -> StreamSpec.parse(bytes));
	}

}
