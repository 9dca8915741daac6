// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.telemetry.Mode;
import io.globalbuffer.telemetry.Point;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A protobuf message makes no more of itself than a multiple of its bytes. */
class ProtobufMemoryTests {

	private static final int MEBIBYTE = 1 << 20;

	private final ProtobufCodec codec = ProtobufCodec.of(Telemetry.class);

	/** Empty parts of a part; parts with unknown fields; unknown groups. */
	@ParameterizedTest
	@ValueSource(strings = { "1200", "120408011001", "f83e01", "f33ef43e" })
	void manyObjectsOfFewBytesAreRefused(String field) {
		byte[] inner = repeated(3 * MEBIBYTE, field);
		byte[] bytes = part(inner);
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.decode(bytes, bytes.length, Telemetry.class))
			.withMessageContaining("more than the " + 32L * bytes.length + " bytes of memory");
	}

	@Test
	void anotherFactorAllowsMore() {
		byte[] bytes = part(repeated(MEBIBYTE, "1200"));
		assertThat(this.codec.memoryFactor(100).decode(bytes, bytes.length, Telemetry.class))
			.isInstanceOf(Telemetry.class);
	}

	@Test
	void smallMessagesMayTakeAMebibyte() {
		byte[] bytes = part(repeated(20_000, "1200"));
		assertThat(this.codec.decode(bytes, bytes.length, Telemetry.class)).isInstanceOf(Telemetry.class);
	}

	@Test
	void ordinaryMessagesOfAnySizeAreRead() {
		Telemetry.Builder builder = Telemetry.newBuilder()
			.setStringValue("é".repeat(MEBIBYTE))
			.setBytesValue(ByteString.copyFrom(new byte[MEBIBYTE]));
		for (int i = 0; i < 100_000; i++) {
			builder.addWeights(i)
				.addOffsets(i % 10)
				.addUnpacked(i % 10)
				.addModes(Mode.MODE_IDLE)
				.addLabels("a")
				.addBlobs(ByteString.copyFrom(new byte[1]))
				.addParts(Telemetry.Part.newBuilder().setName("n").setPosition(Point.newBuilder().setX(1).setY(2)))
				.putCounts(Integer.toString(i), i);
		}
		Telemetry message = builder.build();
		byte[] bytes = message.toByteArray();
		assertThat(this.codec.decode(bytes, bytes.length, Telemetry.class)).isEqualTo(message);
	}

	/** The parser says what is wrong. */
	@ParameterizedTest
	@ValueSource(strings = { "aa01ffffffff0f", "aa01ffffffff07", "92010512ffffffff0f", "9201ffffff7f" })
	void lengthsThatAreLiesTakeNothing(String field) {
		byte[] start = repeated(MEBIBYTE, "0a0161");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(part(start));
		bytes.writeBytes(HexFormat.of().parseHex(field));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.decode(bytes.toByteArray(), bytes.size(), Telemetry.class))
			.withMessageNotContaining("memory");
	}

	/** As the field {@code part} of a telemetry. */
	private static byte[] part(byte[] content) {
		return Telemetry.newBuilder()
			.setUnknownFields(UnknownFieldSet.newBuilder()
				.addField(Telemetry.PART_FIELD_NUMBER,
						UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFrom(content)).build())
				.build())
			.build()
			.toByteArray();
	}

	private static byte[] repeated(int size, String field) {
		byte[] part = HexFormat.of().parseHex(field);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (bytes.size() < size) {
			bytes.writeBytes(part);
		}
		return bytes.toByteArray();
	}

}
