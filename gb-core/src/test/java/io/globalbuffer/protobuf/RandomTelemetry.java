// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.protobuf;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import io.globalbuffer.telemetry.Telemetry;

/**
 * Messages with random fields set to random values, the extreme ones among them.
 */
public final class RandomTelemetry {

	private static final int DEEPEST = 4;

	private static final int MOST_ELEMENTS = 4;

	private static final List<Long> NUMBERS = List.of(0L, 1L, -1L, 127L, 128L, 1L << 31, Long.MAX_VALUE,
			Long.MIN_VALUE);

	private static final List<Double> FRACTIONS = List.of(0.0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE,
			Double.NEGATIVE_INFINITY, Double.NaN);

	private static final List<String> TEXTS = List.of("", "a", "größe", "ß €", "\0", "𝄞", "x".repeat(200));

	private final RandomGenerator random;

	private RandomTelemetry(RandomGenerator random) {
		this.random = random;
	}

	/**
	 * Return random messages.
	 * @param random where the values come from
	 * @return messages without end
	 */
	public static Stream<Telemetry> stream(RandomGenerator random) {
		RandomTelemetry source = new RandomTelemetry(random);
		return Stream
			.generate(() -> (Telemetry) source.message(Telemetry.newBuilder(), Telemetry.getDescriptor(), 0).build());
	}

	private Message.Builder message(Message.Builder builder, Descriptor type, int depth) {
		for (FieldDescriptor field : type.getFields()) {
			boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
			if (this.random.nextBoolean() || (nested && depth == DEEPEST)) {
				continue;
			}
			if (!field.isRepeated()) {
				builder.setField(field, value(builder, field, depth));
				continue;
			}
			int elements = this.random.nextInt(MOST_ELEMENTS);
			for (int i = 0; i < elements; i++) {
				builder.addRepeatedField(field, value(builder, field, depth));
			}
		}
		return builder;
	}

	private Object value(Message.Builder parent, FieldDescriptor field, int depth) {
		return switch (field.getJavaType()) {
			case INT -> (int) number();
			case LONG -> number();
			case FLOAT -> (float) fraction();
			case DOUBLE -> fraction();
			case BOOLEAN -> this.random.nextBoolean();
			case STRING -> any(TEXTS);
			case BYTE_STRING -> bytes();
			case ENUM -> any(field.getEnumType().getValues());
			case MESSAGE -> message(parent.newBuilderForField(field), field.getMessageType(), depth + 1).build();
		};
	}

	private long number() {
		return this.random.nextBoolean() ? any(NUMBERS) : this.random.nextLong();
	}

	private double fraction() {
		return this.random.nextBoolean() ? any(FRACTIONS) : this.random.nextGaussian();
	}

	private ByteString bytes() {
		byte[] bytes = new byte[this.random.nextInt(40)];
		this.random.nextBytes(bytes);
		return ByteString.copyFrom(bytes);
	}

	private <E> E any(List<E> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
