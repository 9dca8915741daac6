// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.util.Objects;

import io.globalbuffer.exception.CodecException;

/**
 * Messages of one class that {@code protoc} generated, in protobuf's own form. No bytes
 * at all are a message too: the one whose fields all have their defaults.
 * <p>
 * Needs {@code protobuf-java}, which a generated class needs anyway; without it this
 * class loads, and {@link #isMessage} knows no messages.
 * <p>
 * Safe for use by many threads.
 */
public final class ProtobufCodec implements MessageCodec {

	private static final String MESSAGE = "com.google.protobuf.Message";

	private final ProtobufType type;

	private final int memoryFactor;

	private ProtobufCodec(ProtobufType type, int memoryFactor) {
		this.type = type;
		this.memoryFactor = memoryFactor;
	}

	/**
	 * Whether a class is one of protobuf's messages. Does not load protobuf.
	 * @param type any class
	 * @return {@code true} for what implements {@code com.google.protobuf.Message}
	 */
	public static boolean isMessage(Class<?> type) {
		for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
			if (ancestor.getName().equals(MESSAGE)) {
				return true;
			}
			for (Class<?> parent : ancestor.getInterfaces()) {
				if (isMessage(parent)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * The codec of a message class.
	 * @param type a class for which {@link #isMessage} holds
	 * @return a new codec, which holds the class
	 * @throws IllegalArgumentException if {@code protoc} did not generate it, or if it
	 * was loaded with another {@code protobuf-java} than this library sees
	 */
	public static ProtobufCodec of(Class<?> type) {
		try {
			return new ProtobufCodec(ProtobufType.of(type), MemoryBudget.DEFAULT_FACTOR);
		}
		catch (LinkageError | ClassCastException ex) {
			throw new IllegalArgumentException(type.getName() + " is a protobuf message, but its protobuf-java is not "
					+ "the one beside gb-core: load both with the same class loader, in a version that fits the "
					+ "generated code", ex);
		}
	}

	/**
	 * The bytes by which peers recognise the message's schema: the descriptor of its
	 * file, a zero byte and the full name of the message.
	 * @return a new array, of any length
	 */
	public byte[] identity() {
		return this.type.identity();
	}

	@Override
	public int memoryFactor() {
		return this.memoryFactor;
	}

	@Override
	public ProtobufCodec memoryFactor(int factor) {
		return new ProtobufCodec(this.type, MemoryBudget.requireFactor(factor));
	}

	@Override
	public WireFormat format() {
		return WireFormat.PROTOBUF;
	}

	@Override
	public void encode(Object message, EncodedMessage target) {
		target.clear();
		this.type.encode(message, target);
	}

	/**
	 * Decodes one message.
	 * @param bytes an array that begins with the bytes of a sample
	 * @param length how many of them are the sample's
	 * @param type the class of this codec
	 * @return the message
	 * @throws CodecException if the bytes are not such a message, a required field is
	 * missing, or it takes more memory than the {@link #memoryFactor()} allows
	 */
	@Override
	public Object decode(byte[] bytes, int length, Type type) {
		Objects.checkFromIndexSize(0, length, bytes.length);
		if (!this.type.isOf(type)) {
			throw new CodecException(this + " decodes no " + type.getTypeName());
		}
		return this.type.decode(bytes, length, new MemoryBudget(length, this.memoryFactor));
	}

	@Override
	public String toString() {
		return "The codec of protobuf's " + this.type;
	}

}
