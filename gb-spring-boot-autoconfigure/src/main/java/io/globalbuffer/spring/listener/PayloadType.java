// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.ProtobufCodec;

/**
 * The Java form in which a listener receives samples.
 */
sealed interface PayloadType {

	/**
	 * Whether the samples of a buffer have this form, as far as its declaration says.
	 */
	boolean fits(BufferContent content);

	/**
	 * The form that a parameter asks for.
	 * @param type the parameter's type
	 * @param content what the buffer carries
	 * @return the form, or empty if the buffer's samples have no such form
	 */
	static Optional<PayloadType> of(Type type, BufferContent content) {
		PayloadType payload = switch (content) {
			case BufferContent.Arrays arrays -> ofArrays(type);
			case BufferContent.Messages messages -> ofMessages(type);
		};
		return Optional.ofNullable(payload).filter((candidate) -> candidate.fits(content));
	}

	private static @Nullable PayloadType ofArrays(Type type) {
		if (!(type instanceof Class<?> plain)) {
			return null;
		}
		return ArrayView.CARRIERS.contains(plain) ? new Array(plain) : ArrayView.of(plain).map(View::new).orElse(null);
	}

	private static @Nullable PayloadType ofMessages(Type type) {
		if (type instanceof Class<?> plain) {
			if (plain == byte[].class) {
				return new Bytes();
			}
			boolean message = ProtobufCodec.isMessage(plain)
					|| (plain != Map.class && MessagePackCodec.isMessage(plain));
			return message ? new Message(plain) : null;
		}
		ResolvableType resolvable = ResolvableType.forType(type);
		boolean map = Map.class.equals(resolvable.toClass()) && String.class.equals(resolvable.getGeneric(0).getType())
				&& Object.class.equals(resolvable.getGeneric(1).getType());
		return map ? new Plain() : null;
	}

	/**
	 * Primitive arrays, a fresh one for each sample.
	 *
	 * @param arrayType for example {@code double[]}
	 */
	record Array(Class<?> arrayType) implements PayloadType {

		@Override
		public boolean fits(BufferContent content) {
			return content instanceof BufferContent.Arrays arrays
					&& (arrays.dtype() == null || arrays.dtype().arrayType() == this.arrayType);
		}

	}

	/**
	 * A view of one array that all samples share.
	 *
	 * @param view which
	 */
	record View(ArrayView view) implements PayloadType {

		@Override
		public boolean fits(BufferContent content) {
			return content instanceof BufferContent.Arrays arrays
					&& (arrays.dtype() == null || this.view.isOf(arrays.dtype().arrayType()));
		}

	}

	/**
	 * Messages as objects of a class.
	 *
	 * @param type the class
	 */
	record Message(Class<?> type) implements PayloadType {

		@Override
		public boolean fits(BufferContent content) {
			return content instanceof BufferContent.Messages;
		}

	}

	/**
	 * Messages as maps.
	 */
	record Plain() implements PayloadType {

		@Override
		public boolean fits(BufferContent content) {
			return content instanceof BufferContent.Messages;
		}

	}

	/**
	 * Messages as they are encoded.
	 */
	record Bytes() implements PayloadType {

		@Override
		public boolean fits(BufferContent content) {
			return content instanceof BufferContent.Messages;
		}

	}

}
