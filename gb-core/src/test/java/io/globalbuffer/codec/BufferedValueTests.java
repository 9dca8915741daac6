// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Values that are kept until it is known what to make of them. */
class BufferedValueTests {

	private static final Instant MOMENT = Instant.parse("2026-01-02T03:04:05.678901Z");

	private static final Keys KEYS = new Keys(keys("a", 1, "1", 2), keys(7, 3, -300, 4), keys(Color.RED, 5),
			keys(Level.HIGH, 6), keys(true, 7), Map.of("deep", Map.of(8, "x")), MOMENT);

	private final MessagePackCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theTypeMayComeLast(boolean last) {
		Map<String, Object> shape = last ? new LinkedHashMap<>(fields()) : new LinkedHashMap<>();
		shape.put("type", "keys");
		shape.putAll(fields());
		assertThat(decode(Map.of("shape", shape), Drawing.class)).isEqualTo(new Drawing(KEYS));
		assertThat(decode(Map.of("shapes", List.of(shape, shape)), Drawings.class))
			.isEqualTo(new Drawings(List.of(KEYS, KEYS)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theTypeMayStandBesideTheValue(boolean last) {
		Map<String, Object> message = new LinkedHashMap<>();
		if (!last) {
			message.put("kind", "keys");
		}
		message.put("shape", fields());
		message.put("kind", "keys");
		assertThat(decode(message, Beside.class)).isEqualTo(new Beside("keys", KEYS));
	}

	@Test
	void theFieldsOfAnotherObjectMayStandAmongTheOwn() {
		Map<String, Object> message = new LinkedHashMap<>(fields());
		message.put("own", 9);
		Wrapper wrapper = (Wrapper) decode(message, Wrapper.class);
		assertThat(wrapper.own).isEqualTo(9);
		assertThat(wrapper.inner.text).isEqualTo(KEYS.text());
		assertThat(wrapper.inner.whole).isEqualTo(KEYS.whole());
		assertThat(wrapper.inner.color).isEqualTo(KEYS.color());
		assertThat(wrapper.inner.at).isEqualTo(MOMENT);
	}

	@Test
	void aDeserializerMayReadFromATree() {
		Object decoded = decode(Map.of("chosen", Map.of("inner", fields(), "other", 1)), Choice.class);
		assertThat(decoded).isEqualTo(new Choice(new Chosen(KEYS)));
	}

	private static Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("text", KEYS.text());
		fields.put("whole", KEYS.whole());
		fields.put("color", KEYS.color());
		fields.put("level", KEYS.level());
		fields.put("flag", KEYS.flag());
		fields.put("deep", KEYS.deep());
		fields.put("at", MOMENT);
		return fields;
	}

	private static <K> Map<K, Integer> keys(K key, int value) {
		return Map.of(key, value);
	}

	private static <K> Map<K, Integer> keys(K first, int one, K second, int two) {
		Map<K, Integer> keys = new LinkedHashMap<>();
		keys.put(first, one);
		keys.put(second, two);
		return keys;
	}

	private Object decode(Map<String, Object> message, Class<?> type) {
		byte[] bytes = this.codec.encode(message);
		return this.codec.decode(bytes, bytes.length, type);
	}

	enum Color {

		RED

	}

	enum Level {

		HIGH;

		@JsonValue
		int value() {
			return 3;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = Keys.class, name = "keys"))
	sealed interface Shape permits Keys {

	}

	record Keys(Map<String, Integer> text, Map<Integer, Integer> whole, Map<Color, Integer> color,
			Map<Level, Integer> level, Map<Boolean, Integer> flag, Map<String, Map<Integer, String>> deep,
			Instant at) implements Shape {

	}

	record Drawing(Shape shape) {

	}

	record Drawings(List<Shape> shapes) {

	}

	record Beside(String kind, @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY,
			property = "kind", visible = true) Shape shape) {

	}

	static class Wrapper {

		@JsonUnwrapped
		Inner inner = new Inner();

		int own;

	}

	static class Inner {

		Map<String, Integer> text = Map.of();

		Map<Integer, Integer> whole = Map.of();

		Map<Color, Integer> color = Map.of();

		@Nullable Instant at;

	}

	record Choice(Chosen chosen) {

	}

	@JsonDeserialize(using = Choosing.class)
	record Chosen(Keys keys) {

	}

	static final class Choosing extends StdDeserializer<Chosen> {

		private static final long serialVersionUID = 1L;

		Choosing() {
			super(Chosen.class);
		}

		@Override
		public Chosen deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			TreeNode tree = parser.getCodec().readTree(parser);
			return new Chosen(parser.getCodec().treeToValue(tree.get("inner"), Typeless.class).keys());
		}

	}

	record Typeless(Map<String, Integer> text, Map<Integer, Integer> whole, Map<Color, Integer> color,
			Map<Level, Integer> level, Map<Boolean, Integer> flag, Map<String, Map<Integer, String>> deep, Instant at,
			@Nullable Object anything) {

		Keys keys() {
			return new Keys(this.text, this.whole, this.color, this.level, this.flag, this.deep, this.at);
		}

	}

}
