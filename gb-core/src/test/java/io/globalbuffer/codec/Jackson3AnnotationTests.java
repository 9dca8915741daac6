// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.annotation.JsonValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What annotations of Jackson 3 say is done as if they were those of Jackson 2, or
 * refused: never ignored.
 */
@NullUnmarked
class Jackson3AnnotationTests {

	private final MessagePackCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	@Test
	void keysAreNamed() {
		assertThat(keys(new Named(true))).containsExactly("cam_on");
		assertThat(roundTrip(new Named(true))).isEqualTo(new Named(true));
	}

	@Test
	void aBuilderBuilds() {
		Built built = (Built) roundTrip(new Built(3));
		assertThat(built.x).isEqualTo(3);
		this.codec.requireWritable(Built.class);
	}

	@Test
	void aSubtypeIsRead() {
		assertThat(roundTrip(new WithShape(new Circle(2)))).isEqualTo(new WithShape(new Circle(2)));
		this.codec.requireWritable(WithShape.class);
	}

	@Test
	void constantsAreNamed() {
		WithLevel message = new WithLevel(Level.VERY_HIGH);
		assertThat(untyped(message)).isEqualTo(Map.of("level", "veryHigh"));
		assertThat(roundTrip(message)).isEqualTo(message);
	}

	/** What Jackson 2 says itself is read as it is written, too. */
	@Test
	void constantsAreNamedByJackson2() {
		WithOldLevel message = new WithOldLevel(OldLevel.VERY_HIGH);
		assertThat(untyped(message)).isEqualTo(Map.of("level", "veryHigh"));
		assertThat(roundTrip(message)).isEqualTo(message);
	}

	@Test
	void aGetterIsAField() {
		assertThat(untyped(new WithGetter())).isEqualTo(Map.of("y", 1L, "total", 2.0));
	}

	@Test
	void aSetterIsAField() {
		byte[] bytes = this.codec.encode(Map.of("q", 7));
		assertThat(((WithSetter) this.codec.decode(bytes, bytes.length, WithSetter.class)).sum).isEqualTo(7);
	}

	@Test
	void anAnnotationOfJackson2Wins() {
		assertThat(keys(new Both(true))).containsExactly("camon");
		assertThat(roundTrip(new Both(true))).isEqualTo(new Both(true));
	}

	@ParameterizedTest
	@ValueSource(classes = { WrittenItself.class, ReadItself.class, OfField.class, OfParameter.class, OwnNaming.class,
			Instantiated.class, Bundled.class, Nested.class, Inherited.class })
	void whatCannotBeDoneIsRefused(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.requireReadable(type))
			.withMessageContaining("of Jackson 3")
			.withMessageContaining("com.fasterxml.jackson.databind.annotation");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.requireWritable(type));
	}

	@Test
	void whatCannotBeDoneIsRefusedWhereNoTypeIsDeclared() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("x", new WrittenItself(1))))
			.withMessageContaining("@JsonSerialize of Jackson 3");
	}

	@Test
	void noSchemaIsGenerated() {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(Named.class).requiredIdentity())
			.withMessageContaining("@JsonNaming");
	}

	private Object roundTrip(Object message) {
		byte[] bytes = this.codec.encode(message);
		return this.codec.decode(bytes, bytes.length, message.getClass());
	}

	private Map<?, ?> untyped(Object message) {
		byte[] bytes = this.codec.encode(message);
		return (Map<?, ?>) this.codec.decode(bytes, bytes.length, MessagePackCodec.MAP);
	}

	private List<String> keys(Object message) {
		return untyped(message).keySet().stream().map(String::valueOf).toList();
	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	record Named(boolean camOn) {

	}

	@SuppressWarnings("unused")
	static final class WithGetter {

		int y = 1;

		@JsonSerialize
		double getTotal() {
			return 2;
		}

	}

	@SuppressWarnings("unused")
	static final class WithSetter {

		@JsonIgnore
		private int sum;

		@JsonDeserialize(as = Integer.class)
		void setQ(Number q) {
			this.sum += q.intValue();
		}

	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@com.fasterxml.jackson.databind.annotation.JsonNaming(com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCaseStrategy.class)
	record Both(boolean camOn) {

	}

	/** As Lombok's Jacksonized makes it for Jackson 3. */
	@JsonDeserialize(builder = Built.Builder.class)
	static final class Built {

		final int x;

		private Built(int x) {
			this.x = x;
		}

		@JsonPOJOBuilder(withPrefix = "", buildMethodName = "make")
		static final class Builder {

			private int x;

			Builder x(int x) {
				this.x = x;
				return this;
			}

			Built make() {
				return new Built(this.x);
			}

		}

	}

	interface Shape {

	}

	record Circle(int r) implements Shape {

	}

	record WithShape(@JsonDeserialize(as = Circle.class) Shape shape) {

	}

	@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
	enum Level {

		LOW, VERY_HIGH

	}

	record WithLevel(Level level) {

	}

	@com.fasterxml.jackson.databind.annotation.EnumNaming(com.fasterxml.jackson.databind.EnumNamingStrategies.LowerCamelCaseStrategy.class)
	enum OldLevel {

		LOW, VERY_HIGH

	}

	record WithOldLevel(OldLevel level) {

	}

	@JsonSerialize(using = Writer.class)
	record WrittenItself(int x) {

	}

	@JsonDeserialize(using = Reader.class)
	record ReadItself(int x) {

	}

	static final class OfField {

		@JsonSerialize(using = Writer.class)
		int x;

	}

	record OfParameter(@JsonDeserialize(using = Reader.class) int x) {

	}

	@JsonNaming(MyNaming.class)
	record OwnNaming(int x) {

	}

	@JsonValueInstantiator(ValueInstantiator.Base.class)
	static final class Instantiated {

		int x;

	}

	@JacksonAnnotationsInside
	@JsonSerialize(using = Writer.class)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Custom {

	}

	@Custom
	record Bundled(int x) {

	}

	record Nested(List<WrittenItself> list) {

	}

	@JsonNaming(MyNaming.class)
	interface Parent {

	}

	record Inherited(int x) implements Parent {

	}

	static final class MyNaming extends PropertyNamingStrategies.NamingBase {

		private static final long serialVersionUID = 1L;

		@Override
		public String translate(String name) {
			return name;
		}

	}

	static final class Writer extends StdSerializer<Object> {

		Writer() {
			super(Object.class);
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(7);
		}

	}

	static final class Reader extends StdDeserializer<Object> {

		Reader() {
			super(Object.class);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			return 7;
		}

	}

}
