package io.globalbuffer.schema;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.MessagePackCodec;

/**
 * What each sample of a message stream is: a Java type, its codec, the largest encoded
 * size and the schema's identity. Immutable; each method that changes something returns
 * another specification.
 *
 * @param <T> the message type
 */
public final class MessageSpec<T> {

	/** The largest encoded message where nothing is said, as in Python. */
	public static final int DEFAULT_MAX_BYTES = 4096;

	private final Type type;

	private final MessageCodec codec;

	private final int maxBytes;

	private final SchemaIdentity identity;

	private MessageSpec(Type type, MessageCodec codec, int maxBytes, SchemaIdentity identity) {
		this.type = type;
		this.codec = codec;
		this.maxBytes = maxBytes;
		this.identity = identity;
	}

	/**
	 * Messages of a record type, as MessagePack maps with the record's component names as
	 * keys.
	 * @param <T> the message type
	 * @param type a record class
	 * @return the specification, without schema text and with the default size
	 */
	public static <T> MessageSpec<T> of(Class<T> type) {
		return new MessageSpec<>(type, MessagePackCodec.shared(), DEFAULT_MAX_BYTES, SchemaIdentity.NONE);
	}

	/**
	 * Messages as plain maps.
	 * @return the specification, without schema text and with the default size
	 */
	public static MessageSpec<Map<String, Object>> map() {
		return new MessageSpec<>(MessagePackCodec.MAP, MessagePackCodec.shared(), DEFAULT_MAX_BYTES,
				SchemaIdentity.NONE);
	}

	/**
	 * The same with another largest size.
	 * @param maxBytes the size of the largest encoded message, at least 1
	 * @return the specification
	 */
	public MessageSpec<T> maxBytes(int maxBytes) {
		if (maxBytes < 1) {
			throw new IllegalArgumentException("max bytes must be at least 1, not " + maxBytes);
		}
		return new MessageSpec<>(this.type, this.codec, maxBytes, this.identity);
	}

	/**
	 * The same with a schema text: for Python peers the JSON schema of the pydantic model
	 * as {@code global_buffer} stores it, byte for byte, since peers compare its hash.
	 * Surrounding white space, a text file's last line break for example, does not count.
	 * @param text the text, at most 3840 bytes of UTF-8
	 * @return the specification
	 * @throws IllegalArgumentException if the text is too long for a segment's header
	 */
	public MessageSpec<T> schema(String text) {
		return new MessageSpec<>(this.type, this.codec, this.maxBytes,
				SchemaIdentity.of(text.strip().getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * The message type.
	 * @return a class, or the type {@code Map<String, Object>}
	 */
	public Type type() {
		return this.type;
	}

	/**
	 * The codec.
	 * @return the codec
	 */
	public MessageCodec codec() {
		return this.codec;
	}

	/**
	 * The size of the largest encoded message.
	 * @return bytes
	 */
	public int maxBytes() {
		return this.maxBytes;
	}

	/**
	 * The schema's identity.
	 * @return the identity, {@link SchemaIdentity#NONE} where no text was given
	 */
	public SchemaIdentity identity() {
		return this.identity;
	}

	@Override
	public String toString() {
		return this.type.getTypeName() + " (at most " + this.maxBytes + " bytes)";
	}

}
