// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;

/**
 * What the bytes of a stream's samples mean, without knowing a class: lists of lists of
 * numbers for arrays, maps for messages.
 */
@FunctionalInterface
public interface SampleValues {

	/**
	 * Decodes a sample.
	 * @throws InvalidValueException if it is no such sample
	 */
	@Nullable Object decode(byte[] bytes);

	/**
	 * The meaning of a stream's samples.
	 */
	static SampleValues of(BufferLayout layout) {
		return switch (layout) {
			case ArrayLayout array -> (bytes) -> array(array.spec(), bytes);
			case MessageLayout message -> switch (message.format()) {
				case MESSAGE_PACK -> SampleValues::messagePack;
				case PROTOBUF -> ProtobufMessages.of(message.identity())::decode;
			};
		};
	}

	private static Object messagePack(byte[] bytes) {
		try {
			return MessagePackCodec.of(FieldNaming.AS_DECLARED).decode(bytes, bytes.length, MessagePackCodec.MAP);
		}
		catch (CodecException ex) {
			throw new InvalidValueException(String.valueOf(ex.getMessage()));
		}
	}

	private static @Nullable Object array(ArraySpec<?> spec, byte[] bytes) {
		if (spec.length() == 0) {
			// beside a dimension of 0 others may be of any length
			return List.of();
		}
		ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		return nested(new Element(spec.dtype()), dimensions(spec), 0, source);
	}

	private static @Nullable Object nested(Element element, long[] dimensions, int dimension, ByteBuffer source) {
		if (dimension == dimensions.length) {
			return element.get(source);
		}
		List<@Nullable Object> list = new ArrayList<>();
		for (long index = 0; index < dimensions[dimension]; index++) {
			list.add(nested(element, dimensions, dimension + 1, source));
		}
		return list;
	}

	/**
	 * The lengths of the nested lists: the shape, and 2 for real and imaginary part.
	 */
	static long[] dimensions(ArraySpec<?> spec) {
		long[] shape = spec.shape();
		boolean complex = spec.dtype().equals(DType.COMPLEX64) || spec.dtype().equals(DType.COMPLEX128);
		if (!complex) {
			return shape;
		}
		long[] dimensions = Arrays.copyOf(shape, shape.length + 1);
		dimensions[shape.length] = 2;
		return dimensions;
	}

}
