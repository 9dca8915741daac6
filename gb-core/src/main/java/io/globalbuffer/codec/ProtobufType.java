// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;

import io.globalbuffer.exception.CodecException;

/**
 * A generated message class. Only this class and its memory need {@code protobuf-java}.
 *
 * @param type the class
 * @param prototype its instance whose fields all have their defaults
 * @param memory what its messages take
 */
record ProtobufType(Class<?> type, Message prototype, ProtobufMemory memory) {

	static ProtobufType of(Class<?> type) {
		try {
			Message prototype = (Message) type.getMethod("getDefaultInstance").invoke(null);
			return new ProtobufType(type, prototype, new ProtobufMemory(prototype.getDescriptorForType()));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(type.getName()
					+ " has no descriptor of its own: take the public message class that protoc generated", ex);
		}
	}

	boolean isOf(Type other) {
		return this.type == other;
	}

	byte[] identity() {
		Descriptor descriptor = this.prototype.getDescriptorForType();
		ByteArrayOutputStream identity = new ByteArrayOutputStream();
		identity.writeBytes(descriptor.getFile().toProto().toByteArray());
		identity.write(0);
		identity.writeBytes(descriptor.getFullName().getBytes(StandardCharsets.UTF_8));
		return identity.toByteArray();
	}

	void encode(Object value, EncodedMessage target) {
		if (!this.type.isInstance(value)) {
			throw new CodecException("A message of this buffer is a " + this + ", not a " + value.getClass().getName());
		}
		Message message = (Message) value;
		if (!message.isInitialized()) {
			// a partially built one; readers would refuse it
			throw new CodecException("Cannot encode a " + this + ": required fields are missing: "
					+ message.getInitializationErrorString());
		}
		try {
			int size = message.getSerializedSize();
			target.extend(size);
			CodedOutputStream output = CodedOutputStream.newInstance(target.bytes(), 0, size);
			message.writeTo(output);
			output.checkNoSpaceLeft();
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw CodecFailure.of("encode", this.type, ex);
		}
	}

	Message decode(byte[] bytes, int length, MemoryBudget budget) {
		try {
			this.memory.spend(bytes, length, budget);
			return this.prototype.getParserForType().parseFrom(bytes, 0, length);
		}
		catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError ex) {
			throw CodecFailure.of("decode", this.type, ex);
		}
	}

	@Override
	public String toString() {
		return this.type.getName();
	}

}
