// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.globalbuffer.exception.CodecException;

/**
 * Messages in MessagePack, byte for byte as Python peers write them: one map with text
 * keys. A record becomes its components, another class its fields, inherited ones first
 * and of any visibility, except static and transient ones; all of them in the order of
 * their declaration, {@code null} included. Methods stay out; a getter with
 * {@code @JsonProperty} follows the fields and is skipped on reading. Keys are named as
 * the {@link FieldNaming} says, or {@code @JsonProperty}.
 * <table class="striped">
 * <caption>What becomes of a value</caption> <thead>
 * <tr>
 * <th scope="col">in Java</th>
 * <th scope="col">in the message</th>
 * </tr>
 * </thead> <tbody>
 * <tr>
 * <td>{@code byte}, {@code short}, {@code int}, {@code long},
 * {@link java.math.BigInteger}</td>
 * <td>integer from -2<sup>63</sup> to 2<sup>64</sup> - 1 in the shortest form</td>
 * </tr>
 * <tr>
 * <td>{@code float}, {@code double}</td>
 * <td>float of 8 bytes</td>
 * </tr>
 * <tr>
 * <td>{@code boolean}; {@code String}, {@code char}, {@code char[]}; {@code byte[]}</td>
 * <td>boolean; text; binary</td>
 * </tr>
 * <tr>
 * <td>{@link java.util.Collection}, other arrays</td>
 * <td>list, in the collection's order; a {@link java.util.Set} is read in the list's</td>
 * </tr>
 * <tr>
 * <td>{@link java.util.Map}</td>
 * <td>map; keys are text, integers, booleans, an enum's constants or UUIDs, each in the
 * form of a value</td>
 * </tr>
 * <tr>
 * <td>records and classes of an application</td>
 * <td>map</td>
 * </tr>
 * <tr>
 * <td>enum</td>
 * <td>the constant's name, or what {@code @JsonProperty} or {@code @JsonValue} say</td>
 * </tr>
 * <tr>
 * <td>{@link java.util.Optional}, {@link java.util.OptionalInt} and the like</td>
 * <td>the value; nil when empty</td>
 * </tr>
 * <tr>
 * <td>{@link java.time.Instant}, {@link java.time.OffsetDateTime},
 * {@link java.time.ZonedDateTime}, {@link java.util.Date}</td>
 * <td>timestamp (extension -1); comes back in UTC</td>
 * </tr>
 * <tr>
 * <td>{@link java.time.LocalDateTime}, {@link java.time.LocalDate},
 * {@link java.time.LocalTime}, {@link java.time.OffsetTime}</td>
 * <td>RFC 3339 text: {@code 2026-01-02T03:04:05.678900}, {@code 03:04:05Z}</td>
 * </tr>
 * <tr>
 * <td>{@link java.time.Duration}</td>
 * <td>ISO 8601 text of days and seconds: {@code P1DT2.5S}, {@code -PT90S}</td>
 * </tr>
 * <tr>
 * <td>{@link java.util.UUID}; {@link java.math.BigDecimal}</td>
 * <td>canonical text; {@code 1.50}, {@code 1E+5}</td>
 * </tr>
 * </tbody>
 * </table>
 * Times keep their nanoseconds, of which Python reads the microseconds; texts then have
 * nine digits instead of six. Dates outside of the years 1 to 9999, moments that are so
 * in UTC and to the nearest microsecond, and durations of more than 999999999 days are
 * refused on writing, since Python has none.
 * <p>
 * Reading accepts what Python's readers with a model accept: a whole float or the text
 * {@code "12"} for an integer, {@code "yes"} for a boolean, text for {@code byte[]} and
 * the other way round, seconds since 1970 for a date-time. Nothing changes silently: a
 * number that does not fit its component, a fraction for an integer, a time without zone
 * for one with zone, bytes too few or too many are errors. Keys come in any order,
 * unknown ones are ignored, one that occurs twice in a map is an error,
 * {@code @JsonAlias} names count. Of a record, a missing key is an error unless its
 * component is {@link org.jspecify.annotations.Nullable} or optional; other classes are
 * made by their constructor without parameters, and what is missing keeps its initial
 * value, or by the {@code @JsonCreator}, whose parameters count as components do.
 * {@code null} is an error, on writing too, for all that is neither
 * {@link org.jspecify.annotations.Nullable} nor optional nor {@code Object}; the
 * {@code @Nullable} of other libraries does not count, and it counts at a component, a
 * field, an annotated getter or setter and a creator's parameter alike. Elements of lists
 * and values of maps are checked on reading only. Numbers in texts of more than 4300
 * characters are errors.
 * <p>
 * In a {@code Map<String, Object>}, and wherever else the declared type is
 * {@code Object}, values are {@code Long} for every integer that fits, else
 * {@link java.math.BigInteger}; {@code Double}, {@code Boolean}, {@code String},
 * {@code byte[]}, {@code Instant} for a timestamp, {@code List}, {@code Map} and
 * {@code null}; keys of all kinds become text. Such a map may be changed and keeps the
 * order of the keys. Other extensions are errors. Maps and lists lie at most 100 deep in
 * one another.
 * <p>
 * Decoding takes no more memory than 32 times the message's bytes, or 1 MiB if that is
 * more, and never more than half of the JVM's heap: a message of a million empty maps is
 * an error. Another {@link #memoryFactor(int)} allows more, or less.
 * <p>
 * Safe for use by many threads.
 */
public final class MessagePackCodec implements MessageCodec {

	/** The type {@code Map<String, Object>}. */
	public static final Type MAP = typeArgument(MapSupplier.class);

	private static final String EXPECTED = "A message is a record, an object with fields or a Map<String, Object>, not a ";

	private static final MessagePackCodec AS_DECLARED = new MessagePackCodec(FieldNaming.AS_DECLARED);

	private static final MessagePackCodec SNAKE_CASE = new MessagePackCodec(FieldNaming.SNAKE_CASE);

	private final FieldNaming naming;

	private final MessageMappings mappings;

	private final int memoryFactor;

	private MessagePackCodec(FieldNaming naming) {
		this(naming, new MessageMappings(naming), MemoryBudget.DEFAULT_FACTOR);
	}

	private MessagePackCodec(FieldNaming naming, MessageMappings mappings, int memoryFactor) {
		this.naming = naming;
		this.mappings = mappings;
		this.memoryFactor = memoryFactor;
	}

	/**
	 * The codec; one is enough for all message types.
	 * @param naming how names become keys
	 * @return always the same instance for the same naming
	 */
	public static MessagePackCodec of(FieldNaming naming) {
		return switch (naming) {
			case AS_DECLARED -> AS_DECLARED;
			case SNAKE_CASE -> SNAKE_CASE;
		};
	}

	/**
	 * Whether messages can be of a type.
	 * @param type the type
	 * @return {@code true} for records and other classes that an application makes of
	 * fields, with type arguments or without, for {@code Map} and {@link #MAP}
	 */
	public static boolean isMessage(Type type) {
		return isMap(type) || MessageTypes.isMessage(type);
	}

	private static boolean isMap(Type type) {
		return type == Map.class || MAP.equals(type);
	}

	/**
	 * Returns how names become keys.
	 * @return the naming
	 */
	public FieldNaming naming() {
		return this.naming;
	}

	@Override
	public int memoryFactor() {
		return this.memoryFactor;
	}

	@Override
	public MessagePackCodec memoryFactor(int factor) {
		return new MessagePackCodec(this.naming, this.mappings, MemoryBudget.requireFactor(factor));
	}

	@Override
	public WireFormat format() {
		return WireFormat.MESSAGE_PACK;
	}

	@Override
	public void encode(Object message, EncodedMessage target) {
		requireMessage(message);
		target.clear();
		StrictGenerator generator = new StrictGenerator(target);
		try {
			this.mappings.write(generator, message);
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw CodecFailure.of("encode", message.getClass(), ex);
		}
		if (!generator.isComplete() || !MessagePackFrame.isMap(Byte.toUnsignedInt(target.bytes()[0]))) {
			// a class may write itself as something else, by @JsonValue for example
			throw new CodecException("A message is a map, and a " + message.getClass().getTypeName()
					+ " writes itself as something else");
		}
	}

	@Override
	public Object decode(byte[] bytes, int length, Type type) {
		Objects.checkFromIndexSize(0, length, bytes.length);
		MessageMapping mapping = mapping(type);
		MessagePackFrame.check(bytes, length);
		MemoryBudget budget = new MemoryBudget(length, this.memoryFactor);
		try {
			return mapping.read(new StrictParser(bytes, length, budget));
		}
		catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError ex) {
			throw CodecFailure.of("decode", type, ex);
		}
	}

	@Override
	public void requireReadable(Type type) {
		mapping(type).requireReadable();
	}

	@Override
	public void requireWritable(Type type) {
		mapping(type).requireWritable();
	}

	private MessageMapping mapping(Type type) {
		if (isMap(type)) {
			return this.mappings.untyped();
		}
		if (MessageTypes.isMessage(type)) {
			return (type instanceof ParameterizedType generic) ? this.mappings.of(generic)
					: this.mappings.of((Class<?>) type);
		}
		throw new CodecException(EXPECTED + type.getTypeName());
	}

	private static void requireMessage(Object message) {
		if (message instanceof Map<?, ?> map) {
			for (Object key : map.keySet()) {
				if (!(key instanceof String)) {
					throw new CodecException("The keys of a message are text, not "
							+ ((key != null) ? "of type " + key.getClass().getTypeName() : null));
				}
			}
		}
		else if (!MessageTypes.isMessage(message.getClass())) {
			throw new CodecException(EXPECTED + message.getClass().getTypeName());
		}
	}

	private static Type typeArgument(Class<?> supplier) {
		return ((ParameterizedType) supplier.getGenericInterfaces()[0]).getActualTypeArguments()[0];
	}

	private interface MapSupplier extends Supplier<Map<String, Object>> {

	}

}
