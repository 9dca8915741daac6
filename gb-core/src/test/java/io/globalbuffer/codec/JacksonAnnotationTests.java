// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What annotations of Jackson change is read as it was written.
 */
class JacksonAnnotationTests {

	@Test
	void aFactoryMayHaveItsParametersInAnotherOrder() {
		assertThat(roundTrip(new Swapped(null, "b"))).isEqualTo(new Swapped(null, "b"));
	}

	@Test
	void constantsWithNumbersAreKeysOfMaps() {
		ByLevel message = new ByLevel(Map.of(Level.HIGH, "x"));
		assertThat(roundTrip(message)).isEqualTo(message);
	}

	@Test
	void whatOnlyTheWriterKnowsCanBeCollected() {
		Collecting message = new Collecting();
		message.rest.put("text", "a");
		message.rest.put("number", 7L);
		assertThat(((Collecting) roundTrip(message)).rest).isEqualTo(message.rest);
	}

	@Test
	void charactersAreText() {
		Letters message = new Letters("ab".toCharArray());
		byte[] bytes = codec().encode(message);
		assertThat(codec().decode(bytes, bytes.length, MessagePackCodec.MAP)).isEqualTo(Map.of("letters", "ab"));
		assertThat(((Letters) roundTrip(message)).letters()).isEqualTo("ab".toCharArray());
	}

	@Test
	void aClassThatCannotBeMadeIsToldWhatItNeeds() {
		byte[] bytes = codec().encode(new Fixed(1));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> codec().decode(bytes, bytes.length, Fixed.class))
			.withMessageContaining("Fixed cannot be made")
			.withMessageContaining("@JsonCreator");
	}

	@Test
	void anObjectThatHoldsItselfIsNamed() {
		Knot knot = new Knot();
		knot.next = knot;
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> codec().encode(knot))
			.withMessageContaining("at next")
			.withMessageContaining("self-reference");
	}

	private static Object roundTrip(Object message) {
		byte[] bytes = codec().encode(message);
		return codec().decode(bytes, bytes.length, message.getClass());
	}

	private static MessagePackCodec codec() {
		return MessagePackCodec.of(FieldNaming.AS_DECLARED);
	}

	record Swapped(@Nullable String a, String b) {

		@JsonCreator
		static Swapped of(@JsonProperty("b") String b, @JsonProperty("a") @Nullable String a) {
			return new Swapped(a, b);
		}

	}

	enum Level {

		LOW(1), HIGH(2);

		private final int number;

		Level(int number) {
			this.number = number;
		}

		@JsonValue
		int number() {
			return this.number;
		}

	}

	record ByLevel(Map<Level, String> names) {

	}

	static final class Collecting {

		@JsonAnyGetter
		@JsonAnySetter
		private final Map<String, Object> rest = new LinkedHashMap<>();

	}

	@SuppressWarnings("ArrayRecordComponent")
	record Letters(char[] letters) {

	}

	static final class Fixed {

		private final int x;

		Fixed(int x) {
			this.x = x;
		}

		@Override
		public String toString() {
			return "Fixed " + this.x;
		}

	}

	static final class Knot {

		@Nullable Knot next;

	}

}
