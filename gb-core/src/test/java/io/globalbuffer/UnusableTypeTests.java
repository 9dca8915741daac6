// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.beans.ConstructorProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A type of which no message could ever be read is refused before there is one, and says
 * what would do.
 */
@NullUnmarked
class UnusableTypeTests {

	private static final String NAMES = "@JsonCreator";

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static List<Arguments> unusable() {
		return List.of(Arguments.of(AllArguments.class, "", "AllArguments cannot be made", NAMES),
				Arguments.of(Unnamed.class, "", "all have names", "@JsonProperty"),
				Arguments.of(Built.class, "", "Built", NAMES),
				Arguments.of(Abstract.class, "", "an abstract class", "@JsonTypeInfo"),
				Arguments.of(Inner.class, "", "an inner class", "static"),
				Arguments.of(WithAllArguments.class, "part", "AllArguments cannot be made", NAMES),
				Arguments.of(WithList.class, "parts[]", "AllArguments", NAMES),
				Arguments.of(WithArray.class, "parts[]", "AllArguments", NAMES),
				Arguments.of(WithMap.class, "parts{}[]", "AllArguments", NAMES),
				Arguments.of(WithOptional.class, "part", "AllArguments", NAMES),
				Arguments.of(Deep.class, "outer.parts[]", "AllArguments", NAMES),
				Arguments.of(WithInterface.class, "shape", "an interface", "@JsonSubTypes"),
				Arguments.of(WithSealed.class, "shape", "a sealed interface", "@JsonSubTypes"),
				Arguments.of(WithoutNames.class, "animal", "@JsonTypeInfo knows no class", "@JsonSubTypes"),
				Arguments.of(WithBadSubtype.class, "thing.part", "AllArguments", NAMES),
				Arguments.of(BadTwice.class, "things[].part", "AllArguments", NAMES),
				Arguments.of(BadTwice.AndAlone.class, "bad.part", "AllArguments", NAMES),
				Arguments.of(BadBase.class, "", "BadBase cannot be made", NAMES),
				Arguments.of(Parent.class, "", "@JsonManagedReference at children", "@JsonIgnore"),
				Arguments.of(Child.class, "", "@JsonBackReference at parent", "@JsonIgnore"),
				Arguments.of(WithIterable.class, "values", "java.lang.Iterable has no form", "a collection"),
				Arguments.of(WithTree.class, "tree", "tools.jackson.databind.JsonNode is an abstract class", "Object"),
				Arguments.of(WithKey.class, "byKey", "key", "AllArguments"),
				Arguments.of(WithThread.class, "thread", "java.lang.Thread has no form", "a record"),
				Arguments.of(AsList.class, "", "a message is a map", "something else"),
				Arguments.of(OfText.class, "", "a message is a map", "something else"),
				Arguments.of(ClassWithShape.class, "shape", "an interface", "@JsonTypeInfo"));
	}

	@ParameterizedTest
	@MethodSource("unusable")
	void aReaderIsRefused(Class<?> type, String field, String reason, String remedy) {
		for (SchemaPolicy policy : SchemaPolicy.values()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> GlobalBuffer.attach("m")
					.directory(this.directory.path())
					.following()
					.as(MessageSpec.of(type).policy(policy)))
				.withMessageContaining(type.getTypeName())
				.withMessageContaining(field.isEmpty() ? "" : "'" + field + "'")
				.withMessageContaining(reason)
				.withMessageContaining(remedy);
		}
	}

	@ParameterizedTest
	@MethodSource("unusable")
	void aWriterIsRefused(Class<?> type, String field, String reason, String remedy) {
		assertThatIllegalArgumentException().isThrownBy(() -> create(MessageSpec.of(type).schema("")))
			.withMessageContaining(field.isEmpty() ? "" : "'" + field + "'")
			.withMessageContaining(reason)
			.withMessageContaining(remedy);
		assertThat(this.directory.segment("m")).doesNotExist();
	}

	@Test
	void aWriterOfWhatIsNoMapIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> create(MessageSpec.of(AsText.class).schema("")))
			.withMessageContaining("a message is a map")
			.withMessageContaining("@JsonValue");
	}

	@ParameterizedTest
	@ValueSource(classes = { Nothing.class, Fields.class, Created.class, Optionals.class, Typed.class, Itself.class,
			Maps.class, Subtyped.class, Enclosing.class, EmptyClass.class, Generic.class, Delegating.class,
			Properties.class, Jacksonized.class, Base.class, WithUnion.class })
	void whatCanBeReadIsNotRefused(Class<?> type) {
		assertThatCode(() -> {
			try (BufferWriter<?> writer = create(MessageSpec.of(type).schema(""));
					BufferReader<?> reader = GlobalBuffer.attach("m").directory(this.directory.path()).as(type)) {
				assertThat(reader.latest()).isEmpty();
				assertThat(writer.name()).isEqualTo("m");
			}
		}).doesNotThrowAnyException();
	}

	@Test
	void whatIsReadByItsSubtypesIsRead() throws InterruptedException {
		Typed message = new Typed(new Circle(2), List.of(new Square(3), new Circle(1)));
		try (BufferWriter<Typed> writer = create(MessageSpec.of(Typed.class).schema(""));
				BufferReader<Typed> reader = GlobalBuffer.attach("m")
					.directory(this.directory.path())
					.as(Typed.class)) {
			writer.write(message);
			assertThat(reader.next().value()).isEqualTo(message);
		}
	}

	@Test
	void whatLombokNamesIsRead() throws InterruptedException {
		try (BufferWriter<Properties> writer = create(MessageSpec.of(Properties.class).schema(""));
				BufferReader<Properties> reader = GlobalBuffer.attach("m")
					.directory(this.directory.path())
					.as(Properties.class)) {
			writer.write(new Properties(7, List.of(new Leaf(1))));
			assertThat(reader.next().value()).usingRecursiveComparison()
				.isEqualTo(new Properties(7, List.of(new Leaf(1))));
		}
	}

	@Test
	void whatTurnsUpInPlacesWithoutATypeIsStillACodecException() {
		try (BufferWriter<Map<String, Object>> writer = create(MessageSpec.map())) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> writer.write(Map.of("x", new Thread())));
		}
	}

	private <T> BufferWriter<T> create(MessageSpec<T> spec) {
		return GlobalBuffer.create("m", spec).directory(this.directory.path()).capacity(2).open();
	}

	/** As Lombok's Value makes them. */
	static final class AllArguments {

		private final int x;

		AllArguments(int x) {
			this.x = x;
		}

		int getX() {
			return this.x;
		}

	}

	static final class Unnamed {

		final int x;

		final int y;

		@JsonCreator
		Unnamed(int x, int y) {
			this.x = x;
			this.y = y;
		}

	}

	/** As Lombok's Builder makes them. */
	static final class Built {

		private final int x;

		private Built(int x) {
			this.x = x;
		}

		static Builder builder() {
			return new Builder();
		}

		int getX() {
			return this.x;
		}

		static final class Builder {

			private int x;

			Builder x(int x) {
				this.x = x;
				return this;
			}

			Built build() {
				return new Built(this.x);
			}

		}

	}

	abstract static class Abstract {

		int x;

	}

	@SuppressWarnings("ClassCanBeStatic")
	class Inner {

		int x;

		SegmentDirectory outer() {
			return UnusableTypeTests.this.directory;
		}

	}

	record WithAllArguments(AllArguments part) {
	}

	record WithList(List<AllArguments> parts) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record WithArray(AllArguments[] parts) {
	}

	record WithMap(Map<String, List<AllArguments>> parts) {
	}

	record WithOptional(Optional<AllArguments> part) {
	}

	record Deep(WithList outer) {
	}

	interface Anything {

	}

	sealed interface Sealed permits Leaf {

	}

	record Leaf(int x) implements Sealed {
	}

	record WithInterface(Anything shape) {
	}

	record WithSealed(Sealed shape) {
	}

	static final class ClassWithShape {

		Anything shape;

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	interface Animal {

	}

	record WithoutNames(Animal animal) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = BadThing.class, name = "bad"))
	interface Thing {

	}

	record BadThing(AllArguments part) implements Thing {
	}

	record WithBadSubtype(Thing thing) {
	}

	/** One class that cannot be made is there, and none other. */
	record BadTwice(List<Thing> things) {

		record AndAlone(Union union, BadMember bad) {
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = GoodMember.class, name = "good"),
			@JsonSubTypes.Type(value = BadMember.class, name = "bad") })
	sealed interface Union {

	}

	record GoodMember(int x) implements Union {
	}

	record BadMember(AllArguments part) implements Union {
	}

	record WithUnion(Union union, List<Union> unions) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Derived.class, name = "derived"))
	static class Base {

		final int x;

		Base(int x) {
			this.x = x;
		}

	}

	static final class Derived extends Base {

		@JsonCreator
		Derived(@JsonProperty("x") int x) {
			super(x);
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	static class BadBase {

		final int x;

		BadBase(int x) {
			this.x = x;
		}

	}

	static final class Parent {

		@JsonManagedReference
		List<Child> children = List.of();

	}

	static final class Child {

		@JsonBackReference
		Parent parent;

	}

	record WithIterable(Iterable<String> values) {
	}

	record WithTree(JsonNode tree) {
	}

	record WithKey(Map<AllArguments, String> byKey) {
	}

	record WithThread(Thread thread) {
	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	record AsList(int x) {
	}

	static final class OfText {

		final String x;

		private OfText(String x) {
			this.x = x;
		}

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static OfText of(String x) {
			return new OfText(x);
		}

	}

	static final class AsText {

		@JsonValue
		String x = "";

	}

	record Nothing() {
	}

	static class EmptyClass {

	}

	static final class Fields {

		int x;

		List<Leaf> leaves = List.of();

	}

	static final class Created {

		final int x;

		@JsonCreator
		Created(@JsonProperty("x") int x) {
			this.x = x;
		}

	}

	record Optionals(Optional<List<Leaf>> leaves, Object anything, Number number, CharSequence text) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(double r) implements Shape {
	}

	record Square(double a) implements Shape {
	}

	record Typed(Shape shape, List<Shape> shapes) {
	}

	record Itself(List<Itself> children, Map<String, Itself> named) {
	}

	enum Level {

		LOW, HIGH

	}

	record Maps(Map<Level, Set<Level>> levels, Map<Integer, byte[]> numbers, Map<String, Map<Boolean, Object>> deep) {
	}

	record Subtyped(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Anything any, @JsonTypeInfo(
			use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(Leaf.class)) List<Sealed> sealed) {
	}

	static final class Enclosing {

		int x;

		Part part = new Part();

		@SuppressWarnings("ClassCanBeStatic")
		public final class Part {

			int y;

			public Part() {
			}

			int sum() {
				return Enclosing.this.x + this.y;
			}

		}

	}

	record Generic<T>(T value, List<? extends T> values) {
	}

	static final class Delegating {

		final Map<String, Integer> values;

		private Delegating(Map<String, Integer> values) {
			this.values = values;
		}

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Delegating of(Map<String, Integer> values) {
			return new Delegating(values);
		}

	}

	/** As Lombok makes them where it shall add the names. */
	static final class Properties {

		final int x;

		final List<Leaf> leaves;

		@ConstructorProperties({ "x", "leaves" })
		Properties(int x, List<Leaf> leaves) {
			this.x = x;
			this.leaves = leaves;
		}

	}

	/** As Lombok makes them with Jacksonized. */
	@JsonDeserialize(builder = Jacksonized.Builder.class)
	static final class Jacksonized {

		final int x;

		private Jacksonized(int x) {
			this.x = x;
		}

		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private int x;

			Builder x(int x) {
				this.x = x;
				return this;
			}

			Jacksonized build() {
				return new Jacksonized(this.x);
			}

		}

	}

}
