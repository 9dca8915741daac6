// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What may be {@code null} is so for schemas, for writing and for reading, wherever in a
 * class it is declared.
 */
@NullUnmarked
class NullnessTests {

	static List<Object> nullSomewhere() {
		return List.of(new OfField(null), new OfParameter(null), new OfGetter(), new OfFactory(null), new OfSetter(),
				new OfAccessor(null), new OfInherited(null), new OfBuilt(null), new OfNamedBuilt(null),
				new OfNaming(null), new OfJackson3Naming(null), new OfCanonical(null), new OfPlainCanonical(null));
	}

	@ParameterizedTest
	@MethodSource("nullSomewhere")
	void whatMayBeNullInOnePlaceIsWrittenAndRead(Object message) {
		MessagePackCodec codec = MessagePackCodec.of(FieldNaming.SNAKE_CASE);
		byte[] bytes = codec.encode(message);
		assertThat(codec.decode(bytes, bytes.length, message.getClass())).usingRecursiveComparison().isEqualTo(message);
	}

	@ParameterizedTest
	@MethodSource("nullSomewhere")
	void whatMayBeNullInOnePlaceMayBeMissing(Object message) {
		MessagePackCodec codec = MessagePackCodec.of(FieldNaming.SNAKE_CASE);
		assertThat(codec.decode(new byte[] { (byte) 0x80 }, 1, message.getClass())).usingRecursiveComparison()
			.isEqualTo(message);
	}

	@Test
	void whatMayBeNullNowhereIsNeitherWrittenNorRead() {
		OfNothing message = new OfNothing(null);
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(message))
			.withMessageContaining("noteText");
		HexMessages.assertRefused("81a86e6f746554657874c0", OfNothing.class);
	}

	@Test
	void theSchemaSaysTheSame() {
		assertThat(MessageSpec.of(OfAccessor.class).requiredIdentity().text()).contains("\"type\":\"null\"")
			.doesNotContain("required");
	}

	@Test
	void elementsThatMayBeNullAreReadWhereverTheyAreDeclared() {
		OfElements message = new OfElements(Collections.singletonList(null));
		MessagePackCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);
		byte[] bytes = codec.encode(message);
		OfElements read = (OfElements) codec.decode(bytes, bytes.length, OfElements.class);
		assertThat(read.texts).containsExactly((String) null);
	}

	@JsonDeserialize(builder = OfBuilt.Builder.class)
	static final class OfBuilt {

		final @Nullable String noteText;

		private OfBuilt(@Nullable String noteText) {
			this.noteText = noteText;
		}

		@JsonPOJOBuilder
		static final class Builder {

			private String noteText;

			Builder withNoteText(String noteText) {
				this.noteText = noteText;
				return this;
			}

			OfBuilt build() {
				return new OfBuilt(this.noteText);
			}

		}

	}

	@JsonDeserialize(builder = OfNamedBuilt.Builder.class)
	static final class OfNamedBuilt {

		final String noteText;

		private OfNamedBuilt(String noteText) {
			this.noteText = noteText;
		}

		@JsonPOJOBuilder(withPrefix = "having")
		static final class Builder {

			private String text;

			@JsonProperty
			Builder havingNoteText(@Nullable String noteText) {
				this.text = noteText;
				return this;
			}

			OfNamedBuilt build() {
				return new OfNamedBuilt(this.text);
			}

		}

	}

	@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
	static final class OfNaming {

		final @Nullable String noteText;

		@JsonCreator
		OfNaming(@JsonProperty("note-text") String other) {
			this.noteText = other;
		}

	}

	@tools.jackson.databind.annotation.JsonNaming(tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy.class)
	static final class OfJackson3Naming {

		final @Nullable String noteText;

		@JsonCreator
		OfJackson3Naming(@JsonProperty("note-text") String other) {
			this.noteText = other;
		}

	}

	record OfCanonical(String noteText) {

		@JsonCreator
		OfCanonical(@JsonProperty("noteText") @Nullable String noteText) {
			this.noteText = noteText;
		}

	}

	record OfPlainCanonical(String noteText) {

		@SuppressWarnings("RedundantRecordConstructor")
		OfPlainCanonical(@Nullable String noteText) {
			this.noteText = noteText;
		}

	}

	static final class OfField {

		final @Nullable String noteText;

		@JsonCreator
		OfField(@JsonProperty("note_text") String noteText) {
			this.noteText = noteText;
		}

	}

	static final class OfParameter {

		final String noteText;

		@JsonCreator
		OfParameter(@JsonProperty("note_text") @Nullable String noteText) {
			this.noteText = Objects.requireNonNullElse(noteText, "none");
		}

	}

	@SuppressWarnings("unused")
	static final class OfGetter {

		private String noteText;

		@JsonGetter
		@Nullable String getNoteText() {
			return this.noteText;
		}

	}

	@SuppressWarnings("unused")
	static final class OfSetter {

		private String noteText;

		@JsonSetter
		void setNoteText(@Nullable String noteText) {
			this.noteText = noteText;
		}

	}

	record OfFactory(@Nullable String noteText) {

		@JsonCreator
		static OfFactory of(@JsonProperty("note_text") String noteText) {
			return new OfFactory(noteText);
		}

	}

	record OfAccessor(String noteText) {

		@Override
		public @Nullable String noteText() {
			return this.noteText;
		}

	}

	static class Base {

		final @Nullable String noteText;

		Base(@Nullable String noteText) {
			this.noteText = noteText;
		}

	}

	static final class OfInherited extends Base {

		@JsonCreator
		OfInherited(@JsonProperty("note_text") String noteText) {
			super(noteText);
		}

	}

	static final class OfNothing {

		final String noteText;

		@JsonCreator
		OfNothing(@JsonProperty("noteText") String noteText) {
			this.noteText = noteText;
		}

	}

	static final class OfElements {

		final List<@Nullable String> texts;

		@JsonCreator
		OfElements(@JsonProperty("texts") List<String> texts) {
			this.texts = texts;
		}

	}

}
