// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.ProtobufCodec;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.buffer.BufferContent;

/**
 * The Java form in which a listener receives samples.
 */
sealed interface PayloadType {

	/**
	 * Whether the samples of a buffer have this form, as far as its declaration says.
	 */
	boolean fits(BufferContent content);

	/**
	 * The type of a sample's value.
	 */
	Type type();

	/**
	 * What decodes messages to this form.
	 * @param content what the buffer carries, which this form fits
	 * @return the specification; empty if samples are taken as they are
	 */
	default Optional<MessageSpec<?>> messages(BufferContent content) {
		return Optional.empty();
	}

	/**
	 * Opens a reader of samples in this form.
	 * @param builder the other options
	 * @param content what the buffer carries, which this form fits
	 */
	BufferReader<?> open(ReaderBuilder builder, BufferContent content);

	/**
	 * The form that a parameter asks for.
	 * @param type the parameter's type; a wildcard without bounds for the declared form
	 * @param content what the buffer carries
	 * @return the form, or empty if the buffer's samples have no such form
	 */
	static Optional<PayloadType> of(ResolvableType type, BufferContent content) {
		boolean any = type.getType() instanceof WildcardType && type.resolve() == null;
		PayloadType payload = switch (content) {
			case BufferContent.Arrays arrays when any ->
				(arrays.dtype() != null) ? new Array(arrays.dtype().arrayType()) : null;
			case BufferContent.Arrays _ -> ofArrays(type.toClass());
			case BufferContent.Messages messages when any -> declared(messages);
			case BufferContent.Messages _ -> ofMessages(type);
		};
		return Optional.ofNullable(payload).filter((candidate) -> candidate.fits(content));
	}

	private static PayloadType declared(BufferContent.Messages messages) {
		return (messages.type() == null || messages.type() == Map.class) ? new Plain() : new Message(messages.type());
	}

	private static @Nullable PayloadType ofArrays(Class<?> type) {
		return ArrayView.CARRIERS.contains(type) ? new Array(type) : ArrayView.of(type).map(View::new).orElse(null);
	}

	private static @Nullable PayloadType ofMessages(ResolvableType type) {
		Class<?> plain = type.toClass();
		if (plain == byte[].class) {
			return new Bytes();
		}
		if (plain == Map.class) {
			return isPlain(type) ? new Plain() : null;
		}
		boolean message = ProtobufCodec.isMessage(plain) || MessagePackCodec.isMessage(plain);
		return message ? new Message(resolved(type)) : null;
	}

	/** Whether a map of text keys and of any values can be had as this one. */
	private static boolean isPlain(ResolvableType map) {
		return !(map.getType() instanceof Class<?>) && map.getGeneric(0).resolve(String.class) == String.class
				&& map.getGeneric(1).toClass() == Object.class;
	}

	/** A type with what is known of its variables and wildcards in their places. */
	static Type resolved(ResolvableType type) {
		return resolved(type, List.of());
	}

	/** A type may be an argument of itself, as in {@code N extends Node<N>}. */
	private static Type resolved(ResolvableType type, List<Type> around) {
		ResolvableType[] arguments = type.getGenerics();
		if (type.getType() instanceof Class<?> || around.contains(type.getType())
				|| Arrays.stream(arguments).allMatch((argument) -> argument.resolve() == null)) {
			return type.toClass();
		}
		List<Type> within = Stream.concat(around.stream(), Stream.of(type.getType())).toList();
		return ResolvableType
			.forClassWithGenerics(type.toClass(),
					Arrays.stream(arguments)
						.map((argument) -> ResolvableType.forType(resolved(argument, within)))
						.toArray(ResolvableType[]::new))
			.getType();
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

		@Override
		public Type type() {
			return this.arrayType;
		}

		@Override
		public BufferReader<?> open(ReaderBuilder builder, BufferContent content) {
			return ((BufferContent.Arrays) content).open(builder, this.arrayType);
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

		@Override
		public Type type() {
			return this.view.type();
		}

		@Override
		public BufferReader<?> open(ReaderBuilder builder, BufferContent content) {
			return ((BufferContent.Arrays) content).open(builder.reusingArrays(), this.view.arrayType());
		}

	}

	/**
	 * Messages as objects of a class.
	 *
	 * @param type the class, with type arguments if they are known
	 */
	record Message(Type type) implements PayloadType {

		@Override
		public boolean fits(BufferContent content) {
			return content instanceof BufferContent.Messages;
		}

		@Override
		public Optional<MessageSpec<?>> messages(BufferContent content) {
			return Optional.of(((BufferContent.Messages) content).as(MessageSpec.of(this.type)));
		}

		@Override
		public BufferReader<?> open(ReaderBuilder builder, BufferContent content) {
			return builder.as(((BufferContent.Messages) content).as(MessageSpec.of(this.type)));
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

		@Override
		public Type type() {
			return MessagePackCodec.MAP;
		}

		@Override
		public Optional<MessageSpec<?>> messages(BufferContent content) {
			return Optional.of(((BufferContent.Messages) content).as(MessageSpec.map()));
		}

		@Override
		public BufferReader<?> open(ReaderBuilder builder, BufferContent content) {
			return builder.as(((BufferContent.Messages) content).as(MessageSpec.map()));
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

		@Override
		public Type type() {
			return byte[].class;
		}

		@Override
		public BufferReader<?> open(ReaderBuilder builder, BufferContent content) {
			return builder.asBytes();
		}

	}

}
