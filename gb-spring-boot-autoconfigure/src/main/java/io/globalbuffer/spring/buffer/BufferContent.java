// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.buffer;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;
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
	 * Opens a reader in the declared form: arrays of the declared element type, messages
	 * of the declared type, or maps where no type is declared.
	 * @param builder the other options
	 * @return the reader
	 */
	BufferReader<?> open(ReaderBuilder builder);

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

		@Override
		public BufferReader<?> open(ReaderBuilder builder) {
			return open(builder, null);
		}

		/**
		 * Opens a reader of arrays that a Java type carries.
		 * @param builder the other options
		 * @param arrayType the type, for example {@code double[]}, which counts where no
		 * element type is declared; {@code null} for the one that the segment has
		 * @return the reader
		 */
		public BufferReader<?> open(ReaderBuilder builder, @Nullable Class<?> arrayType) {
			if (this.spec != null) {
				return builder.asArray(this.spec);
			}
			if (this.dtype != null) {
				return builder.asArray(this.dtype);
			}
			return (arrayType != null) ? builder.asArray(arrayType) : builder.asArray();
		}

	}

	/**
	 * Messages.
	 *
	 * @param type the message type, or {@code null} where each reader decides
	 * @param schema the schema's text, or {@code null} if none is declared
	 * @param maxBytes the size of the largest encoded message, in bytes
	 * @param memoryFactor how many times its bytes a message may take of memory when it
	 * is read, or {@code null} for the usual
	 * @param naming how names become keys, where the messages are not protobuf's
	 * @param policy how much of the segment's schema must agree
	 */
	record Messages(@Nullable Class<?> type, @Nullable String schema, int maxBytes, @Nullable Integer memoryFactor,
			FieldNaming naming, SchemaPolicy policy) implements BufferContent {

		@Override
		public BufferKind kind() {
			return BufferKind.MESSAGE;
		}

		@Override
		public String describe() {
			return (this.type != null) ? this.type.getName() + " messages" : "messages";
		}

		@Override
		public BufferReader<?> open(ReaderBuilder builder) {
			return builder.as(declared());
		}

		/**
		 * The specification of these messages in the declared Java form.
		 * @return that of the declared type, or of maps where none is declared
		 */
		public MessageSpec<?> declared() {
			return (this.type == null || this.type == Map.class) ? as(MessageSpec.map())
					: as(MessageSpec.of(this.type));
		}

		/**
		 * The specification of these messages in another Java form.
		 * @param <T> the message type
		 * @param messages the type, or maps
		 * @return the specification with the declared sizes and policy; with the declared
		 * naming and schema, which say nothing of protobuf messages, and the schema
		 * nothing of another class than the declared one
		 */
		public <T> MessageSpec<T> as(MessageSpec<T> messages) {
			MessageSpec<T> sized = messages.maxBytes(this.maxBytes).policy(this.policy);
			if (this.memoryFactor != null) {
				sized = sized.memoryFactor(this.memoryFactor);
			}
			if (messages.codec().format() == WireFormat.PROTOBUF) {
				return sized;
			}
			MessageSpec<T> named = sized.naming(this.naming);
			boolean anotherClass = this.type != null && !MessagePackCodec.MAP.equals(messages.type())
					&& !this.type.equals(ResolvableType.forType(messages.type()).resolve());
			return (this.schema != null && !anotherClass) ? named.schema(this.schema) : named;
		}

	}

}
