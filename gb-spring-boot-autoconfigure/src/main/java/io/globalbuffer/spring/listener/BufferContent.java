package io.globalbuffer.spring.listener;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.BufferKind;

/**
 * What a declared buffer carries, as far as the declaration says.
 */
public sealed interface BufferContent {

	/**
	 * The kind of buffer.
	 * @return the kind
	 */
	BufferKind kind();

	/**
	 * What is declared, in a few words, for messages to people.
	 * @return for example {@code float64[6]}
	 */
	String describe();

	/**
	 * Arrays.
	 *
	 * @param dtype the element type, or {@code null} to take the segment's
	 * @param spec element type and shape, or {@code null} if no shape is declared
	 */
	record Arrays(@Nullable DType<?> dtype, @Nullable ArraySpec<?> spec) implements BufferContent {

		@Override
		public BufferKind kind() {
			return BufferKind.ARRAY;
		}

		@Override
		public String describe() {
			if (this.spec != null) {
				return this.spec.toString();
			}
			return (this.dtype != null) ? this.dtype + "[…]" : "arrays as in the segment";
		}

	}

	/**
	 * Messages.
	 *
	 * @param type the message type, or {@code null} where each reader decides
	 * @param schema the schema's text, or {@code null} if none is declared
	 * @param maxBytes the size of the largest encoded message, in bytes
	 */
	record Messages(@Nullable Class<?> type, @Nullable String schema, int maxBytes) implements BufferContent {

		@Override
		public BufferKind kind() {
			return BufferKind.MESSAGE;
		}

		@Override
		public String describe() {
			return (this.type != null) ? this.type.getName() + " messages" : "messages";
		}

		/**
		 * The specification of these messages in another Java form.
		 * @param <T> the message type
		 * @param messages the type, or maps
		 * @return the specification with the declared size; with the declared schema
		 * unless another record type is declared
		 */
		public <T> MessageSpec<T> as(MessageSpec<T> messages) {
			MessageSpec<T> sized = messages.maxBytes(this.maxBytes);
			boolean anotherRecord = this.type != null && messages.type() instanceof Class<?> wanted
					&& !wanted.equals(this.type);
			return (this.schema != null && !anotherRecord) ? sized.schema(this.schema) : sized;
		}

	}

}
