package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import org.jspecify.annotations.Nullable;

/**
 * Reads the constants of an enum by exactly the value each has in a message.
 */
final class EnumReader extends StdScalarDeserializer<Object> {

	private final Map<Object, Object> constants;

	private EnumReader(Class<?> type, Map<Object, Object> constants) {
		super(type);
		this.constants = constants;
	}

	/**
	 * The reader of an enum.
	 * @param type the enum's class
	 * @param config the mapper's configuration
	 * @param description what the mapper knows of the class
	 * @return the reader, {@code null} if the enum has a {@code @JsonCreator} of its own
	 */
	static @Nullable EnumReader of(Class<?> type, DeserializationConfig config, BeanDescription description) {
		boolean creator = description.getFactoryMethods()
			.stream()
			.anyMatch((method) -> method.hasAnnotation(JsonCreator.class));
		if (creator) {
			return null;
		}
		Map<Object, Object> constants = new HashMap<>();
		AnnotatedMember accessor = description.findJsonValueAccessor();
		if (accessor != null) {
			accessor.fixAccess(config.canOverrideAccessModifiers());
		}
		for (Object constant : type.getEnumConstants()) {
			if (accessor != null) {
				constants.put(normal(accessor.getValue(constant)), constant);
			}
			else {
				addNames(constants, type, (Enum<?>) constant);
			}
		}
		return new EnumReader(type, constants);
	}

	@Override
	public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
		return convert(parser, PlainValue.scalar(parser));
	}

	/**
	 * Finds the constant of a value.
	 * @param parser where the value was read, for the failure
	 * @param plain the value, {@code null} for a list or a map
	 * @return the constant
	 * @throws CodecFailure.Mismatch if no constant has that value
	 */
	Object convert(JsonParser parser, @Nullable Object plain) throws CodecFailure.Mismatch {
		Object constant = (plain != null) ? this.constants.get(normal(plain)) : null;
		if (constant == null) {
			throw CodecFailure.mismatch(parser, plain, handledType());
		}
		return constant;
	}

	private static void addNames(Map<Object, Object> constants, Class<?> type, Enum<?> constant) {
		try {
			Field field = type.getDeclaredField(constant.name());
			JsonProperty property = field.getAnnotation(JsonProperty.class);
			boolean named = property != null && !property.value().isEmpty();
			constants.put(named ? property.value() : constant.name(), constant);
			JsonAlias aliases = field.getAnnotation(JsonAlias.class);
			if (aliases != null) {
				for (String alias : aliases.value()) {
					constants.putIfAbsent(alias, constant);
				}
			}
		}
		catch (NoSuchFieldException ex) {
			throw new IllegalStateException("The constant " + constant + " has no field", ex);
		}
	}

	/** One form for all numbers that are equal in Python, where true is 1 as well. */
	private static Object normal(Object value) {
		Object plain = (value instanceof Number number) ? NumberConversions.plainNumber(number) : value;
		if (plain instanceof Number || plain instanceof Boolean) {
			Long whole = NumberConversions.toLong(plain);
			return (whole != null) ? whole : plain;
		}
		return plain;
	}

}
