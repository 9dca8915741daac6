// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Classes beside records, and the names of keys. Cases 19, 20 and 22. */
class PlainClassTests {

	@Test
	void aClassIsItsFieldsInheritedOnesFirst() {
		assertThat(keys(FieldNaming.AS_DECLARED, new Camera())).containsExactly("serialNumber", "camOn", "gain",
				"isHot", "note", "double");
	}

	/** Case 19. */
	@Test
	void aClassComesBack() {
		Camera camera = new Camera();
		camera.gain = 7;
		camera.serialNumber = "s";
		Camera read = (Camera) roundTrip(FieldNaming.AS_DECLARED, camera);
		assertThat(read).usingRecursiveComparison().isEqualTo(camera);
	}

	/** Case 20. */
	@Test
	void aMissingKeyLeavesTheInitialValue() {
		Camera camera = (Camera) HexMessages.decode("81a56361 6d4f6ec2".replace(" ", ""), Camera.class);
		assertThat(camera.gain).isEqualTo(1.5);
		assertThat(camera.serialNumber).isEqualTo("none");
	}

	@Test
	void nullForAFieldThatIsNotNullableIsRefused() {
		HexMessages.assertRefused("81ac73657269616c4e756d626572c0", Camera.class)
			.withMessageContaining("serialNumber: null");
		Camera camera = (Camera) HexMessages.decode("81a46e6f7465c0", Camera.class);
		assertThat(camera.note).isNull();
	}

	@Test
	void aCreatorsParametersAreRequired() {
		assertThat(((Point) roundTrip(FieldNaming.AS_DECLARED, new Point(1, null))).x).isEqualTo(1);
		HexMessages.assertRefused("80", Point.class).withMessageContaining("at x: the key is missing");
	}

	@Test
	void snakeCaseNamesTheKeysOfNestedRecordsAndClassesToo() {
		Outer outer = new Outer(true, new Camera(), List.of(new InnerPart(1, "u")), Optional.empty());
		assertThat(keys(FieldNaming.SNAKE_CASE, outer)).containsExactly("cam_on", "first_camera", "allParts", "last");
		Map<?, ?> map = (Map<?, ?>) untyped(FieldNaming.SNAKE_CASE, outer);
		assertThat(map.get("first_camera")).asString().contains("serial_number");
		assertThat(map.get("allParts")).asString().contains("part_number").contains("URL");
		assertThat(roundTrip(FieldNaming.SNAKE_CASE, outer)).usingRecursiveComparison().isEqualTo(outer);
		assertThat(untyped(FieldNaming.SNAKE_CASE, Map.of("outerKey", new InnerPart(1, "u"))))
			.isEqualTo(Map.of("outerKey", Map.of("part_number", 1L, "URL", "u")));
	}

	@Test
	void theKeysOfComponentsAreThoseOfTheMessages() {
		for (FieldNaming naming : FieldNaming.values()) {
			List<String> keys = Arrays.stream(Outer.class.getRecordComponents()).map(naming::keyOf).toList();
			Outer outer = new Outer(true, new Camera(), List.of(), Optional.empty());
			assertThat(keys(naming, outer)).isEqualTo(keys);
		}
	}

	@Test
	void aliasesAreReadAndNotWritten() {
		assertThat(HexMessages.decode("81a36f6c6407", Renamed.class)).isEqualTo(new Renamed(7));
		assertThat(keys(FieldNaming.AS_DECLARED, new Renamed(7))).containsExactly("value");
	}

	@Test
	void aMissingOptionalIsEmpty() {
		assertThat(HexMessages.decode("80", WithOptional.class)).isEqualTo(new WithOptional(Optional.empty(), null));
	}

	/** Case 22. */
	@Test
	void whatHasNoFieldsOfAnApplicationIsNoMessage() {
		for (Object nonsense : List.of("text", 1, List.of(), new int[0], new Object[0], Optional.empty(), new Thread(),
				Thread.State.NEW)) {
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(nonsense))
				.withMessageContaining("a record, an object with fields or a Map");
		}
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(Map.of(1, 2)))
			.withMessageContaining("keys of a message are text");
	}

	private static Object roundTrip(FieldNaming naming, Object message) {
		byte[] bytes = MessagePackCodec.of(naming).encode(message);
		return MessagePackCodec.of(naming).decode(bytes, bytes.length, message.getClass());
	}

	private static Object untyped(FieldNaming naming, Object message) {
		byte[] bytes = MessagePackCodec.of(naming).encode(message);
		return HexMessages.decode(HexFormat.of().formatHex(bytes), MessagePackCodec.MAP);
	}

	private static List<String> keys(FieldNaming naming, Object message) {
		return ((Map<?, ?>) untyped(naming, message)).keySet().stream().map(String::valueOf).toList();
	}

	static class Device {

		static final int VERSION = 2;

		String serialNumber = "none";

		protected transient int cached = 3;

	}

	@SuppressWarnings("unused")
	static final class Camera extends Device {

		private boolean camOn = true;

		double gain = 1.5;

		private boolean isHot;

		@Nullable String note;

		private Camera() {
		}

		public boolean isReady() {
			return this.camOn;
		}

		public double getTotal() {
			return this.gain;
		}

		@JsonProperty
		public double getDouble() {
			return 2 * this.gain;
		}

	}

	static final class Point {

		final int x;

		final @Nullable String y;

		@JsonCreator
		Point(@JsonProperty("x") int x, @JsonProperty("y") @Nullable String y) {
			this.x = x;
			this.y = y;
		}

	}

	record Outer(boolean camOn, Camera firstCamera, @JsonProperty("allParts") List<InnerPart> parts,
			Optional<InnerPart> last) {

	}

	record InnerPart(int partNumber, @JsonProperty("URL") String url) {

	}

	record Renamed(@JsonAlias("old") int value) {

	}

	record WithOptional(Optional<String> a, @Nullable String b) {

	}

}
