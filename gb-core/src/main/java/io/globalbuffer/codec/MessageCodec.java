// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * Turns messages into bytes and back. An implementation is safe for use by many threads
 * at once, and keeps no reference to the arrays it is given.
 */
public interface MessageCodec {

	/**
	 * The form that this codec gives to messages.
	 * @return the form, which a segment's header names
	 */
	WireFormat format();

	/**
	 * Encodes one message.
	 * @param message the message, never {@code null}
	 * @return exactly the bytes of a sample
	 * @throws io.globalbuffer.exception.CodecException if the message has no form in this
	 * codec
	 */
	default byte[] encode(Object message) {
		EncodedMessage encoded = new EncodedMessage();
		encode(message, encoded);
		return Arrays.copyOf(encoded.bytes(), encoded.length());
	}

	/**
	 * Encodes one message into memory that is used again.
	 * @param message the message, never {@code null}
	 * @param target what holds the message then, in place of the one before
	 * @throws io.globalbuffer.exception.CodecException if the message has no form in this
	 * codec; what the target holds then is undefined
	 */
	void encode(Object message, EncodedMessage target);

	/**
	 * Decodes one message. The bytes come from another process and may be anything.
	 * @param bytes an array that begins with the bytes of a sample
	 * @param length how many of them are the sample's
	 * @param type the type of the message: a record or another class that holds a
	 * message's fields, with type arguments or without, {@code Map<String, Object>}, or a
	 * protobuf message class
	 * @return the message, of that type
	 * @throws io.globalbuffer.exception.CodecException if the bytes are not such a
	 * message, more follows it, or it takes more memory than the {@link #memoryFactor()}
	 * allows
	 */
	Object decode(byte[] bytes, int length, Type type);

	/**
	 * Checks, before there is a message, whether one could be read.
	 * @param type the type of the messages
	 * @throws IllegalArgumentException if there is a place, be it one that may be
	 * {@code null} or empty, whose values could never be read, saying which and what
	 * would do
	 */
	default void requireReadable(Type type) {
	}

	/**
	 * Checks, before there is a message, whether what is written could be read again, and
	 * whether the type itself has a form. That each of its parts has one shows when it is
	 * written.
	 * @param type the type of the messages
	 * @throws IllegalArgumentException if there is a place whose values could never be
	 * read, or the type has no form, saying which and what would do
	 */
	default void requireWritable(Type type) {
	}

	/**
	 * The memory that decoding a message may take, as a multiple of its bytes.
	 * @return the factor, at least 1
	 */
	int memoryFactor();

	/**
	 * The same codec with another bound of the memory that decoding a message may take:
	 * so many times the message's bytes, at least 1 MiB and at most half of the JVM's
	 * heap. A few bytes can stand for many objects, an empty map for example is one byte
	 * of MessagePack. 32 times otherwise.
	 * @param factor the factor, at least 1
	 * @return the codec
	 * @throws IllegalArgumentException if the factor is below 1
	 */
	MessageCodec memoryFactor(int factor);

}
