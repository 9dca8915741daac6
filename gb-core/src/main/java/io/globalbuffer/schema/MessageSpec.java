// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.ProtobufCodec;
import io.globalbuffer.codec.WireFormat;

/**
 * What each sample of a message stream is: a Java type, its codec, the largest encoded
 * size and the schema's identity.
 * {@snippet :
 * record Pose(double x, double y, @Nullable String frameId) {
 * }
 *
 * MessageSpec<Pose> poses = MessageSpec.of(Pose.class).naming(FieldNaming.SNAKE_CASE).maxBytes(256);
 * }
 * <p>
 * Immutable; each method that changes something returns another specification.
 *
 * @param <T> the message type
 */
public final class MessageSpec<T> {

	/** The largest encoded message where nothing is said, as in Python. */
	public static final int DEFAULT_MAX_BYTES = 4096;

	private final Type type;

	private final MessageCodec codec;

	private final int maxBytes;

	/** Absent where nothing was said; empty where it was said that there is none. */
	private final @Nullable SchemaIdentity supplied;

	private final SchemaPolicy policy;

	/** Made when it is asked for: not every type has a schema that can be told. */
	private volatile @Nullable GeneratedIdentity generated;

	private MessageSpec(Type type, MessageCodec codec, int maxBytes, @Nullable SchemaIdentity supplied,
			SchemaPolicy policy) {
		this.type = type;
		this.codec = codec;
		this.maxBytes = maxBytes;
		this.supplied = supplied;
		this.policy = policy;
	}

	/**
	 * Messages of a record or of another class with fields, as MessagePack maps with the
	 * names of components or fields as keys, or of a class that protoc generated, in
	 * protobuf's form with the schema of its .proto file. The schema of a record is
	 * generated, as pydantic does for a model of the same fields, from components that
	 * are booleans, integers, floats, {@code String}, {@code byte[]}, dates and times of
	 * {@code java.time}, {@code UUID}, {@code Duration}, enumerations, records,
	 * {@code Object}, and lists, sets and maps with text keys of these. {@code @Nullable}
	 * and {@code Optional} stand for {@code T | None = None}. Other types, and those with
	 * annotations of Jackson other than {@code @JsonProperty} and {@code @JsonAlias},
	 * have no generated schema: a writer needs {@link #schema} then, and a reader
	 * compares nothing.
	 * @param <T> the message type
	 * @param type a record class, another class with fields or a protobuf message class
	 * @return the specification with the default size
	 * @throws IllegalArgumentException if messages cannot be of that type; if it is a
	 * protobuf message and protoc did not generate it, or its file's descriptor is too
	 * long for a segment's header
	 */
	public static <T> MessageSpec<T> of(Class<T> type) {
		if (ProtobufCodec.isMessage(type)) {
			ProtobufCodec codec = ProtobufCodec.of(type);
			return new MessageSpec<>(type, codec, DEFAULT_MAX_BYTES, protobufIdentity(type, codec),
					SchemaPolicy.COMPATIBLE);
		}
		if (!MessagePackCodec.isMessage(type)) {
			throw noMessage(type);
		}
		return messagePack(type);
	}

	/**
	 * Messages of a type that need not be a class: of a class with type arguments,
	 * {@code Envelope<Quote>} for example, as MessagePack maps. A schema is not generated
	 * for these.
	 * @param type a class as for {@link #of(Class)}, such a class with type arguments, or
	 * {@code Map<String, Object>}
	 * @return the specification with the default size
	 * @throws IllegalArgumentException if messages cannot be of that type
	 */
	public static MessageSpec<?> of(Type type) {
		if (type instanceof Class<?> plain) {
			return of(plain);
		}
		if (!MessagePackCodec.isMessage(type)) {
			throw noMessage(type);
		}
		return messagePack(type);
	}

	private static <T> MessageSpec<T> messagePack(Type type) {
		return new MessageSpec<>(type, MessagePackCodec.of(FieldNaming.AS_DECLARED), DEFAULT_MAX_BYTES, null,
				SchemaPolicy.COMPATIBLE);
	}

	private static IllegalArgumentException noMessage(Type type) {
		return new IllegalArgumentException("A message is a record, an object of a class with fields, a map or a "
				+ "protobuf message, not a " + type.getTypeName());
	}

	private static SchemaIdentity protobufIdentity(Class<?> type, ProtobufCodec codec) {
		byte[] identity = codec.identity();
		if (identity.length > SchemaIdentity.MAX_BYTES) {
			throw new IllegalArgumentException("The descriptor of the .proto file of " + type.getName() + " has "
					+ identity.length + " bytes, and a segment's header has room for " + SchemaIdentity.MAX_BYTES
					+ ": move the message into a file of its own");
		}
		return SchemaIdentity.of(identity);
	}

	/**
	 * Messages as plain maps.
	 * @return the specification, without schema text and with the default size
	 */
	public static MessageSpec<Map<String, Object>> map() {
		return messagePack(MessagePackCodec.MAP);
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
		return new MessageSpec<>(this.type, this.codec, maxBytes, this.supplied, this.policy);
	}

	/**
	 * The same with a schema text: for Python peers the JSON schema of the pydantic model
	 * as {@code global_buffer} stores it, byte for byte, since peers compare its hash.
	 * Surrounding white space, a text file's last line break for example, does not count.
	 * The text is taken as it is: nothing compares it with the type, and no message is
	 * checked against it.
	 * @param text the text, at most 3840 bytes of UTF-8; an empty one for a stream
	 * without a schema
	 * @return the specification
	 * @throws IllegalArgumentException if the text is too long for a segment's header
	 * @throws IllegalStateException if these are protobuf messages
	 */
	public MessageSpec<T> schema(String text) {
		requireMessagePack("schema");
		return new MessageSpec<>(this.type, this.codec, this.maxBytes,
				SchemaIdentity.of(text.strip().getBytes(StandardCharsets.UTF_8)), this.policy);
	}

	/**
	 * The same with keys named in another way; {@link FieldNaming#AS_DECLARED} otherwise.
	 * @param naming how names become keys
	 * @return the specification
	 * @throws IllegalStateException if these are protobuf messages
	 */
	public MessageSpec<T> naming(FieldNaming naming) {
		requireMessagePack("naming");
		return new MessageSpec<>(this.type, MessagePackCodec.of(naming).memoryFactor(this.codec.memoryFactor()),
				this.maxBytes, this.supplied, this.policy);
	}

	/**
	 * The same with another rule for attaching; {@link SchemaPolicy#COMPATIBLE}
	 * otherwise.
	 * @param policy the rule
	 * @return the specification
	 */
	public MessageSpec<T> policy(SchemaPolicy policy) {
		return new MessageSpec<>(this.type, this.codec, this.maxBytes, this.supplied, policy);
	}

	/**
	 * The same with another bound of the memory that reading one message may take: so
	 * many times its bytes, 32 otherwise, never less than 1 MiB, and never more than half
	 * of the JVM's heap. A few bytes can stand for many objects, so that a message of
	 * some megabytes could else take all the memory there is; what takes more is a
	 * {@link io.globalbuffer.exception.CodecException}, and the reader is past that
	 * sample. Raise it for large messages that consist of tiny lists and maps.
	 * @param factor the factor, at least 1
	 * @return the specification
	 * @throws IllegalArgumentException if the factor is below 1
	 */
	public MessageSpec<T> memoryFactor(int factor) {
		return new MessageSpec<>(this.type, this.codec.memoryFactor(factor), this.maxBytes, this.supplied, this.policy);
	}

	private void requireMessagePack(String option) {
		if (this.codec.format() == WireFormat.PROTOBUF) {
			throw new IllegalStateException("The " + option + " of the protobuf messages " + this.type.getTypeName()
					+ " is in their .proto file");
		}
	}

	/**
	 * The message type.
	 * @return a class, with type arguments if it was given with them, or the type
	 * {@code Map<String, Object>}
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
	 * The schema's identity: of the text that was given, else generated from the type.
	 * @return the identity; {@link SchemaIdentity#NONE} for an empty text, for maps, and
	 * where the type's schema cannot be generated
	 */
	public SchemaIdentity identity() {
		return (this.supplied != null) ? this.supplied : generated().identity();
	}

	/**
	 * The schema's identity, for those who cannot do without: a writer, which stores it,
	 * and a reader that compares it {@linkplain SchemaPolicy#EXACT exactly}.
	 * @return the identity; {@link SchemaIdentity#NONE} for an empty text and for maps
	 * @throws IllegalArgumentException if no text was given and the type's schema cannot
	 * be generated, saying what is in the way
	 */
	public SchemaIdentity requiredIdentity() {
		return (this.supplied != null) ? this.supplied : generated().orElseThrow();
	}

	private GeneratedIdentity generated() {
		GeneratedIdentity known = this.generated;
		if (known == null) {
			known = GeneratedIdentity.of(this.type, this.codec);
			this.generated = known;
		}
		return known;
	}

	/**
	 * The rule for attaching.
	 * @return the rule
	 */
	public SchemaPolicy policy() {
		return this.policy;
	}

	@Override
	public String toString() {
		return this.type.getTypeName() + " (at most " + this.maxBytes + " bytes)";
	}

}
