// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.protobuf.RandomTelemetry;
import io.globalbuffer.telemetry.Calibration;
import io.globalbuffer.telemetry.Point;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ProtobufCodec}.
 */
class ProtobufCodecTests {

	private static final long SEED = 20_261_122;

	private final ProtobufCodec telemetry = ProtobufCodec.of(Telemetry.class);

	private final ProtobufCodec calibration = ProtobufCodec.of(Calibration.class);

	/** Case 27. */
	@Test
	void everyMessageIsDecodedToAnEqualOne() {
		RandomTelemetry.stream(new Random(SEED)).limit(300).forEach((message) -> {
			byte[] bytes = this.telemetry.encode(message);
			assertThat(bytes).isEqualTo(message.toByteArray());
			assertThat(decode(this.telemetry, bytes, Telemetry.class)).isEqualTo(message);
		});
	}

	/** Case 31. */
	@Test
	void noBytesAreTheMessageOfDefaults() {
		assertThat(this.telemetry.encode(Telemetry.getDefaultInstance())).isEmpty();
		assertThat(decode(this.telemetry, new byte[0], Telemetry.class)).isEqualTo(Telemetry.getDefaultInstance());
	}

	@Test
	void whatLiesBehindTheSampleDoesNotCount() {
		byte[] bytes = this.telemetry.encode(Telemetry.newBuilder().setInt32Value(7).build());
		byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
		assertThat(this.telemetry.decode(longer, bytes.length, Telemetry.class))
			.isEqualTo(Telemetry.newBuilder().setInt32Value(7).build());
	}

	@Test
	void fieldsThatTheClassDoesNotKnowAreKept() {
		byte[] bytes = this.telemetry.encode(Telemetry.newBuilder().setDoubleValue(2).setUint64Value(5).build());
		Point point = (Point) decode(ProtobufCodec.of(Point.class), bytes, Point.class);
		assertThat(point.getX()).isEqualTo(2);
		assertThat(point.toByteArray()).isEqualTo(bytes);
	}

	@ParameterizedTest
	@CsvSource({ "00, a zero tag", "0f, no such wire type", "08, a field without its value",
			"ffffffffffffffffffffff, an endless tag", "7205, a text that ends too soon", "7202c328, no UTF-8",
			"aa01ffffffff07, two billion bytes of doubles", "aa01ffffffffffffffffff01, a negative length",
			"92018f80808008, a message of two billion bytes", "0c, an end of a group" })
	void bytesThatAreNoMessageAreACodecException(String bytes, String why) {
		assertThatExceptionOfType(CodecException.class).as(why)
			.isThrownBy(() -> decode(this.telemetry, HexFormat.of().parseHex(bytes), Telemetry.class))
			.withMessageStartingWith("Cannot decode a " + Telemetry.class.getName() + ": ")
			.withMessageNotContaining("null");
	}

	@Test
	void damagedMessagesAreMessagesOrCodecExceptions() {
		Random random = new Random(SEED);
		RandomTelemetry.stream(random).limit(2000).forEach((message) -> {
			byte[] bytes = Arrays.copyOf(message.toByteArray(), random.nextInt(message.getSerializedSize() + 1));
			for (int i = 0; i < bytes.length; i += 1 + random.nextInt(50)) {
				bytes[i] = (byte) random.nextInt();
			}
			try {
				assertThat(decode(this.telemetry, bytes, Telemetry.class)).isInstanceOf(Telemetry.class);
			}
			catch (CodecException ex) {
				assertThat(ex).hasMessageStartingWith("Cannot decode a " + Telemetry.class.getName() + ": ");
			}
		});
	}

	@Test
	void aMessageThatNestsTooDeepIsACodecException() {
		Telemetry.Part part = Telemetry.Part.getDefaultInstance();
		for (int i = 0; i < 150; i++) {
			part = Telemetry.Part.newBuilder().addParts(part).build();
		}
		byte[] bytes = Telemetry.newBuilder().setPart(part).build().toByteArray();
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(this.telemetry, bytes, Telemetry.class))
			.withMessageContaining("nest");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0a0161", "11000000000000f03f" })
	void aMissingRequiredFieldIsACodecException(String bytes) {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode(this.calibration, HexFormat.of().parseHex(bytes), Calibration.class))
			.withMessageContaining(Calibration.class.getName())
			.withMessageContaining("required");
	}

	@Test
	void aMessageWithoutItsRequiredFieldsIsNotEncoded() {
		Calibration partial = Calibration.newBuilder().setSensor("a").buildPartial();
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.calibration.encode(partial))
			.withMessage("Cannot encode a " + Calibration.class.getName() + ": required fields are missing: offset");
		Calibration whole = Calibration.newBuilder().setSensor("a").setOffset(1).build();
		assertThat(decode(this.calibration, this.calibration.encode(whole), Calibration.class)).isEqualTo(whole);
	}

	@Test
	void aMessageOfAnotherClassIsNotEncoded() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.telemetry.encode(Point.getDefaultInstance()))
			.withMessageContaining(Telemetry.class.getName())
			.withMessageContaining(Point.class.getName());
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.telemetry.encode(Map.of("a", 1)));
	}

	@Test
	void oneCodecDecodesOneClass() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode(this.telemetry, new byte[0], Point.class))
			.withMessageContaining(Point.class.getName());
	}

	@Test
	void generatedClassesAreMessagesAndOthersAreNot() {
		assertThat(ProtobufCodec.isMessage(Telemetry.class)).isTrue();
		assertThat(ProtobufCodec.isMessage(Telemetry.Part.class)).isTrue();
		assertThat(ProtobufCodec.isMessage(Message.class)).isTrue();
		assertThat(ProtobufCodec.isMessage(Telemetry.Builder.class)).isFalse();
		assertThat(ProtobufCodec.isMessage(String.class)).isFalse();
		assertThat(ProtobufCodec.isMessage(int.class)).isFalse();
	}

	@Test
	void classesThatProtocDidNotGenerateAreRefused() {
		for (Class<?> type : new Class<?>[] { Message.class, DynamicMessage.class }) {
			assertThatIllegalArgumentException().isThrownBy(() -> ProtobufCodec.of(type))
				.withMessageContaining(type.getName())
				.withMessageContaining("protoc");
		}
	}

	private static Object decode(ProtobufCodec codec, byte[] bytes, Class<?> type) {
		return codec.decode(bytes, bytes.length, type);
	}

}
