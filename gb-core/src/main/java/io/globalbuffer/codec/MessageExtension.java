// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A value of an extension type, before it is known what to make of it.
 */
@JsonSerialize(using = MessageExtension.Writer.class)
final class MessageExtension {

	private final byte type;

	private final byte[] data;

	MessageExtension(byte type, byte[] data) {
		this.type = type;
		this.data = data;
	}

	byte type() {
		return this.type;
	}

	byte[] data() {
		return this.data;
	}

	@Override
	public String toString() {
		return "extension of type " + this.type + " with " + this.data.length + " bytes";
	}

	/** Also keeps an extension in what Jackson buffers. */
	static final class Writer extends JsonSerializer<MessageExtension> {

		@Override
		public void serialize(MessageExtension extension, JsonGenerator generator, SerializerProvider serializers)
				throws IOException {
			generator.writeEmbeddedObject(extension);
		}

	}

}
