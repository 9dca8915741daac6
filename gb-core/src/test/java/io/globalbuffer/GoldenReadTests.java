// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import global_buffer_test.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.peer.GoldenSegments;
import io.globalbuffer.peer.GoldenSegments.GoldenSample;
import io.globalbuffer.peer.GoldenSegments.GoldenSegment;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads every segment that the Python releases wrote. Cases 5, 6, 38, 45, 63 and 70.
 */
class GoldenReadTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Status(double gain, boolean cam_on) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Detection(String label, long number, byte[] raw, List<Double> weights) {
	}

	@ParameterizedTest
	@MethodSource("io.globalbuffer.peer.GoldenSegments#arrays")
	void everyArrayIsRead(GoldenSegment segment) throws InterruptedException {
		segment.copyTo(this.directory.path(), "golden");
		List<GoldenSample> samples = segment.samples();
		try (ArrayReader<?> reader = attach().asArray()) {
			JsonNode expected = segment.expected();
			ArraySpec<?> spec = reader.spec().orElseThrow();
			assertThat(spec.dtype().name()).isEqualTo(expected.path("dtype").asText());
			assertThat(spec.shape()).hasSize(expected.path("shape").size());
			assertThat(spec.byteSize()).isEqualTo(expected.path("slot_size").asLong());
			assertThat(reader.layout().orElseThrow().capacity()).isEqualTo(expected.path("capacity").asLong());
			assertThat(reader.stats().writer().pid()).hasValue(expected.path("pid").asLong());
			assertThat(reader.stats().writer().alive()).isFalse();
			for (GoldenSample golden : samples) {
				Sample<?> sample = reader.next(Duration.ZERO).orElseThrow();
				assertThat(sample.sequence()).isEqualTo(golden.sequence());
				assertValues(sample.value(), golden.values(), spec.dtype().name());
			}
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			assertThat(reader.overruns()).isZero();
			assertThat(reader.latest().map(Sample::sequence).stream().toList())
				.isEqualTo(samples.reversed().stream().limit(1).map(GoldenSample::sequence).toList());
		}
	}

	private static void assertValues(Object array, JsonNode values, String dtype) {
		assertThat(Array.getLength(array)).isEqualTo(values.size());
		for (int i = 0; i < values.size(); i++) {
			JsonNode value = values.path(i);
			switch (array) {
				case byte[] bytes when value.isBoolean() ->
					assertThat(bytes[i]).isEqualTo((byte) (value.asBoolean() ? 1 : 0));
				case byte[] bytes -> assertThat(bytes[i]).isEqualTo((byte) value.asInt());
				case short[] halves when dtype.equals("float16") ->
					assertThat(Float.float16ToFloat(halves[i])).isEqualTo((float) value.asDouble());
				case short[] shorts -> assertThat(shorts[i]).isEqualTo((short) value.asInt());
				case int[] ints -> assertThat(ints[i]).isEqualTo((int) value.asLong());
				case long[] longs -> assertThat(longs[i]).isEqualTo(value.bigIntegerValue().longValue());
				case float[] floats -> assertThat(floats[i]).isEqualTo((float) value.asDouble());
				case double[] doubles -> assertThat(doubles[i]).isEqualTo(value.asDouble());
				default -> throw new AssertionError(array.getClass());
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void theExampleMessageIsReadAsARecordAndAsAMap(PythonVersion version) throws InterruptedException {
		GoldenSegment segment = GoldenSegments.of(version, "example-message");
		segment.copyTo(this.directory.path(), "golden");
		String identity = segment.expected().path("identity").asText();
		try (BufferReader<Status> typed = attach().as(MessageSpec.of(Status.class).schema(identity));
				BufferReader<Map<String, Object>> plain = attach().asMap()) {
			assertThat(typed.next().value()).isEqualTo(new Status(1.2, true));
			assertThat(plain.next().value()).isEqualTo(Map.of("gain", 1.2, "cam_on", true));
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void messagesThatLappedTheRingAreRead(PythonVersion version) throws InterruptedException {
		GoldenSegment segment = GoldenSegments.of(version, "lapped-messages");
		segment.copyTo(this.directory.path(), "golden");
		try (BufferReader<Detection> reader = attach().as(Detection.class)) {
			for (GoldenSample golden : segment.samples()) {
				Sample<Detection> sample = reader.next(Duration.ZERO).orElseThrow();
				JsonNode message = golden.message();
				assertThat(sample.sequence()).isEqualTo(golden.sequence());
				assertThat(sample.value().label()).isEqualTo(message.path("label").asText());
				assertThat(sample.value().number()).isEqualTo(message.path("number").asLong());
				assertThat(HexFormat.of().formatHex(sample.value().raw())).isEqualTo(message.path("raw").asText());
				assertThat(sample.value().weights()).hasSize(message.path("weights").size()).containsOnly(0.5);
			}
			assertThat(reader.next(Duration.ZERO)).isEmpty();
		}
	}

	/** Case 29. */
	@Test
	void theProtobufMessageIsReadAsItsClassAndAsBytes() throws InterruptedException {
		GoldenSegment segment = GoldenSegments.of(PythonVersion.V1_1_3, "protobuf");
		segment.copyTo(this.directory.path(), "golden");
		MessageSpec<Buffer.Status> exact = MessageSpec.of(Buffer.Status.class).policy(SchemaPolicy.EXACT);
		try (BufferReader<Buffer.Status> typed = attach().as(exact); BufferReader<byte[]> raw = attach().asBytes()) {
			assertThat(typed.next().value()).isEqualTo(Buffer.Status.newBuilder().setGain(1.5f).build());
			assertThat(raw.next().value()).isEqualTo(segment.samples().getFirst().payload());
		}
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().asMap())
			.withMessageContaining("protobuf messages");
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("golden").directory(this.directory.path()).startFrom(StartPosition.OLDEST);
	}

}
