// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageSpecTests {

	/** Case 58. */
	@Test
	void aRecordHasPythonsDefaultSizeAndASchema() {
		MessageSpec<Point> spec = MessageSpec.of(Point.class);
		assertThat(spec.maxBytes()).isEqualTo(4096);
		assertThat(spec.type()).isEqualTo(Point.class);
		assertThat(spec.codec()).isSameAs(MessagePackCodec.of(FieldNaming.AS_DECLARED));
		assertThat(spec.identity().text()).contains("\"title\":\"Point\"");
		assertThat(spec.schema("").identity()).isEqualTo(SchemaIdentity.NONE);
		assertThat(spec.policy()).isEqualTo(SchemaPolicy.COMPATIBLE);
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, int[].class, List.class, Runnable.class, Thread.State.class, long.class })
	void whatCannotBeAMessageIsRefused(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(type))
			.withMessageContaining(type.getTypeName())
			.withMessageContaining("record");
	}

	@Test
	void mapsAreDecodedAsMaps() {
		MessageSpec<Map<String, Object>> spec = MessageSpec.map();
		byte[] bytes = spec.codec().encode(Map.of("x", 1L));
		assertThat(spec.codec().decode(bytes, bytes.length, spec.type())).isEqualTo(Map.of("x", 1L));
		assertThat(spec).hasToString("java.util.Map<java.lang.String, java.lang.Object> (at most 4096 bytes)");
	}

	@Test
	void theSchemaTextIsTakenWithoutSurroundingWhiteSpace() {
		MessageSpec<Point> spec = MessageSpec.of(Point.class).schema("{\"title\":\"Point\"}\n");
		assertThat(spec.identity().text()).isEqualTo("{\"title\":\"Point\"}");
		assertThat(spec.maxBytes(100).identity()).isEqualTo(spec.identity());
		assertThat(spec.maxBytes(100).maxBytes()).isEqualTo(100);
	}

	/** Case 58 is another one here: Python takes 0 for its default. */
	@Test
	void aSizeBelowOneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(Point.class).maxBytes(0))
			.withMessageContaining("at least 1, not 0");
	}

	record Point(double x) {

	}

}
