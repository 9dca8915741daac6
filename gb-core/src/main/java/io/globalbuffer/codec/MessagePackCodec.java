package io.globalbuffer.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.globalbuffer.exception.CodecException;

/**
 * Messages in MessagePack, byte for byte as Python peers write them: one map with text
 * keys. A record becomes its components in the order of their declaration, all of them,
 * {@code null} included; integers take the shortest form, {@code float} and
 * {@code double} are always doubles, {@code byte[]} is binary.
 * <p>
 * Reading is strict where data could change silently: a number that does not fit its
 * component, a fraction for an integer, text for a number or boolean, bytes too few or
 * too many are errors. A whole float is accepted for an integer, an integer for a float.
 * Keys come in any order, unknown ones are ignored. A missing key is an error, unless its
 * component is {@link org.jspecify.annotations.Nullable} and so becomes {@code null};
 * {@code null} for a primitive component is one too.
 * <p>
 * In a {@code Map<String, Object>}, and wherever else the declared type is
 * {@code Object}, values are {@code Long} for every integer that fits, else
 * {@link java.math.BigInteger}; {@code Double}, {@code Boolean}, {@code String},
 * {@code byte[]}, {@code List}, {@code Map} and {@code null}. Such a map may be changed
 * and keeps the order of the keys. Maps and lists lie at most 100 deep in one another.
 * <p>
 * Safe for use by many threads.
 */
public final class MessagePackCodec implements MessageCodec {

	/** The type {@code Map<String, Object>}. */
	public static final Type MAP = typeArgument(MapSupplier.class);

	private static final int ID = 1;

	private static final int INITIAL_BYTES = 256;

	private static final MessagePackCodec AS_DECLARED = new MessagePackCodec(FieldNaming.AS_DECLARED);

	private static final MessagePackCodec SNAKE_CASE = new MessagePackCodec(FieldNaming.SNAKE_CASE);

	private final FieldNaming naming;

	private MessagePackCodec(FieldNaming naming) {
		this.naming = naming;
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
	 * How names become keys.
	 * @return the naming
	 */
	public FieldNaming naming() {
		return this.naming;
	}

	@Override
	public int id() {
		return ID;
	}

	@Override
	public byte[] encode(Object message) {
		if (!(message instanceof Record) && !(message instanceof Map)) {
			throw new CodecException("A message is a record or a Map<String, Object>, not a "
					+ message.getClass().getTypeName() + ": " + message);
		}
		ByteArrayOutputStream target = new ByteArrayOutputStream(INITIAL_BYTES);
		try {
			JsonGenerator generator = MessageMapping.generator(target);
			MessageMapping.write(generator, message);
			generator.flush();
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw CodecFailure.of("encode", message.getClass(), ex);
		}
		return target.toByteArray();
	}

	@Override
	public Object decode(byte[] bytes, int length, Type type) {
		Objects.checkFromIndexSize(0, length, bytes.length);
		MessageMapping mapping = mapping(type);
		MessagePackFrame.check(bytes, length);
		try (JsonParser parser = MessageMapping.parser(bytes, length)) {
			return mapping.read(parser);
		}
		catch (IOException | RuntimeException | StackOverflowError ex) {
			throw CodecFailure.of("decode", type, ex);
		}
	}

	private static MessageMapping mapping(Type type) {
		if (type instanceof Class<?> recordType && recordType.isRecord()) {
			return MessageMapping.ofRecord(recordType);
		}
		if (MAP.equals(type) || type == Map.class) {
			return MessageMapping.ofMap();
		}
		throw new CodecException("A message is a record or a Map<String, Object>, not a " + type.getTypeName());
	}

	private static Type typeArgument(Class<?> supplier) {
		return ((ParameterizedType) supplier.getGenericInterfaces()[0]).getActualTypeArguments()[0];
	}

	private interface MapSupplier extends Supplier<Map<String, Object>> {

	}

}
