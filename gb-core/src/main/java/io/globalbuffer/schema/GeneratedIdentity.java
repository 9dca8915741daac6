// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.MessagePackCodec;

/**
 * The identity that a message type has by itself, or why it has none.
 *
 * @param identity the identity; none where there is an obstacle, and where a type has no
 * schema
 * @param obstacle what keeps the schema from being generated, as a sentence without its
 * full stop; {@code null} if nothing does
 */
record GeneratedIdentity(SchemaIdentity identity, @Nullable String obstacle) {

	private static final GeneratedIdentity NONE = new GeneratedIdentity(SchemaIdentity.NONE, null);

	static GeneratedIdentity of(Type type, MessageCodec codec) {
		if (!(codec instanceof MessagePackCodec messagePack) || type == Map.class
				|| MessagePackCodec.MAP.equals(type)) {
			return NONE;
		}
		return (type instanceof Class<?> plain) ? ofModel(plain, messagePack.naming())
				: absent(type, "a class with type arguments has no schema of its own");
	}

	private static GeneratedIdentity absent(Type type, @Nullable String reason) {
		return new GeneratedIdentity(SchemaIdentity.NONE,
				"No schema can be generated for " + type.getTypeName() + ": " + reason);
	}

	private static GeneratedIdentity ofModel(Class<?> type, FieldNaming naming) {
		try {
			byte[] text = PydanticSchema.of(type, naming).getBytes(StandardCharsets.UTF_8);
			if (text.length > SchemaIdentity.MAX_BYTES) {
				throw new NoSchemaException("the text has " + text.length
						+ " bytes, and a segment's header has room for " + SchemaIdentity.MAX_BYTES);
			}
			return new GeneratedIdentity(SchemaIdentity.of(text), null);
		}
		catch (NoSchemaException ex) {
			return absent(type, ex.getMessage());
		}
	}

	/**
	 * The identity, where one is needed.
	 * @return the identity
	 * @throws IllegalArgumentException if there is an obstacle
	 */
	SchemaIdentity orElseThrow() {
		if (this.obstacle != null) {
			throw new IllegalArgumentException(this.obstacle
					+ ". Give the schema's text with MessageSpec.schema, that of the Python model for example, or an empty one for a stream without a schema");
		}
		return this.identity;
	}

}
