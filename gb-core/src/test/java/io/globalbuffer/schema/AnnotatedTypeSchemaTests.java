// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * No schema tells of other keys or values than the messages have, wherever the annotation
 * stands that makes the difference.
 */
class AnnotatedTypeSchemaTests {

	@ParameterizedTest
	@ValueSource(classes = { OfInterface.class, OfParameter.class, OfBundle.class, OnlyRead.class, OnlyWritten.class,
			OfFactory.class, Ordered.class, OfCoded.class })
	void whatIsWrittenInAnotherFormHasNoSchema(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> MessageSpec.of(type).requiredIdentity())
			.withMessageContaining("No schema can be generated for " + type.getTypeName())
			.withMessageContaining(" has ");
	}

	@ParameterizedTest
	@ValueSource(classes = { SameParameter.class, Checked.class, Plain.class })
	void whatSaysTheSameTwiceHasOne(Class<?> type) {
		assertThat(MessageSpec.of(type).requiredIdentity().text()).contains("\"properties\":{\"cam\":");
	}

	interface HasCam {

		@JsonProperty("camera")
		int cam();

	}

	interface WithoutAnnotations {

		int cam();

	}

	@JsonPropertyOrder(alphabetic = true)
	interface InOrder {

	}

	interface Coded {

		@JsonValue
		String code();

	}

	@Retention(RetentionPolicy.RUNTIME)
	@JacksonAnnotationsInside
	@JsonProperty("camera")
	@interface Camera {

	}

	record OfInterface(int cam) implements HasCam {
	}

	record OfParameter(int cam) {

		OfParameter(@JsonProperty("camera") int cam) {
			this.cam = cam;
		}

	}

	record OfBundle(@Camera int cam) {
	}

	record OnlyRead(@JsonProperty(access = JsonProperty.Access.WRITE_ONLY) int cam) {
	}

	record OnlyWritten(@JsonProperty(access = JsonProperty.Access.READ_ONLY) int cam) {
	}

	record OfFactory(int cam) {

		@JsonCreator
		static OfFactory of(@JsonProperty("camera") int cam) {
			return new OfFactory(cam);
		}

	}

	record Ordered(int b, int a) implements InOrder {
	}

	enum Code implements Coded {

		A;

		@Override
		public String code() {
			return "a";
		}

	}

	record OfCoded(Code code) {
	}

	record SameParameter(@JsonProperty("cam") int camOn) {

		SameParameter(@JsonProperty("cam") int camOn) {
			this.camOn = camOn;
		}

	}

	record Checked(@JsonProperty("cam") int camOn) {

		Checked {
			if (camOn < 0) {
				throw new IllegalArgumentException("negative");
			}
		}

	}

	record Plain(int cam) implements WithoutAnnotations {

		@JsonProperty
		int twice() {
			return 2 * this.cam;
		}

	}

}
