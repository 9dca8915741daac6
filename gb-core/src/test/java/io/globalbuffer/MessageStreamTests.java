// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages from writer to reader. Cases 70, 71 and 74.
 */
class MessageStreamTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Pose(double x, double y) {
	}

	record Detection(String label, long number, List<Double> weights, Pose pose) {
	}

	record Other(String label, boolean missing) {
	}

	/** Case 70. */
	@Test
	void aRecordComesBackAsARecordAndAsAMap() throws InterruptedException {
		Detection cup = new Detection("cup", 1L << 40, List.of(0.5, 1.0), new Pose(1, -2.5));
		try (BufferWriter<Detection> writer = create(MessageSpec.of(Detection.class));
				BufferReader<Detection> typed = attach().as(Detection.class);
				BufferReader<Map<String, Object>> plain = attach().asMap()) {
			assertThat(typed.latest()).isEmpty();
			writer.write(cup);
			assertThat(typed.latest().map(Sample::value)).hasValue(cup);
			assertThat(typed.next().value()).isEqualTo(cup);
			assertThat(plain.next().value()).containsEntry("label", "cup")
				.containsEntry("number", 1L << 40)
				.containsEntry("weights", List.of(0.5, 1.0))
				.containsEntry("pose", Map.of("x", 1.0, "y", -2.5));
		}
	}

	@Test
	void messagesOfAllLengthsGoAroundTheRing() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = create(MessageSpec.map());
				BufferReader<Map<String, Object>> reader = attach().asMap()) {
			for (int length = 0; length < 300; length++) {
				String text = "x".repeat((length * 37) % 300);
				writer.write(Map.of("text", text));
				assertThat(reader.next().value()).isEqualTo(Map.of("text", text));
			}
		}
	}

	@Test
	void aMessageThatCannotBeDecodedSurfacesOnceAndIsPassed() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = create(MessageSpec.map());
				BufferReader<Pose> reader = attach().as(Pose.class)) {
			writer.write(Map.of("x", 1.0));
			writer.write(Map.of("x", 1.0, "y", 2.0));
			assertThatExceptionOfType(CodecException.class).isThrownBy(reader::next)
				.withMessageContaining("'m'")
				.withMessageContaining("Pose")
				.withMessageContaining("y");
			assertThat(reader.next(Duration.ZERO).map(Sample::value)).hasValue(new Pose(1, 2));
			assertThat(reader.overruns()).isZero();
			writer.write(Map.of("y", 2.0));
			assertThatExceptionOfType(CodecException.class).isThrownBy(reader::latest);
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> reader.nextLatest(Duration.ZERO));
			assertThat(reader.nextLatest(Duration.ZERO)).isEmpty();
		}
	}

	/** Case 71. */
	@Test
	void anotherSchemaIsRefused() {
		try (BufferWriter<Pose> writer = create(MessageSpec.of(Pose.class).schema("{\"title\":\"Pose\"}"))) {
			assertThatExceptionOfType(SchemaMismatchException.class)
				.isThrownBy(() -> attach()
					.as(MessageSpec.of(Other.class).schema("{\"title\":\"Other\"}").policy(SchemaPolicy.EXACT)))
				.withMessageContaining(writer.path().toString());
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().asArray(long[].class))
				.withMessageContaining("an array stream");
			attach().as(MessageSpec.of(Pose.class).schema("{\"title\":\"Pose\"}")).close();
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().as(Pose.class))
				.withMessageContaining("field 'x' is asked for, the segment has no named fields");
		}
	}

	/** Case 74. */
	@Test
	void aReaderKnowsTheLayout() {
		MessageSpec<Pose> spec = MessageSpec.of(Pose.class).maxBytes(100).schema("{}");
		try (BufferWriter<Pose> writer = create(spec); BufferReader<Pose> reader = attach().as(spec)) {
			assertThat(reader.layout()).contains(new MessageLayout(3, 100, WireFormat.MESSAGE_PACK, spec.identity()))
				.isEqualTo(writer.layout());
		}
	}

	private <T> BufferWriter<T> create(MessageSpec<T> spec) {
		return GlobalBuffer.create("m", spec).directory(this.directory.path()).capacity(3).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("m").directory(this.directory.path());
	}

}
