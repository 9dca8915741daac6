// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.EnumNamingStrategy;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.EnumNamingStrategyFactory;
import com.fasterxml.jackson.databind.util.EnumValues;
import org.jspecify.annotations.Nullable;

/**
 * Reads the constants of an enum by exactly the value each has in a message.
 */
final class EnumReader extends StdScalarDeserializer<Object> {

	private final Map<Object, Object> constants;

	/** By the text that a key is to readers with Jackson. */
	private final Map<String, Object> keys = new HashMap<>();

	private EnumReader(Class<?> type, Map<Object, Object> constants) {
		super(type);
		this.constants = constants;
		constants.forEach((value, constant) -> this.keys.put(value.toString(), constant));
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
		AnnotatedMember accessor = description.findJsonValueAccessor();
		Map<Object, Object> constants = new HashMap<>();
		if (accessor != null) {
			accessor.fixAccess(config.canOverrideAccessModifiers());
			for (Object constant : type.getEnumConstants()) {
				constants.put(normal(accessor.getValue(constant)), constant);
			}
		}
		else {
			EnumValues names = names(config, description.getClassInfo());
			for (Enum<?> constant : names.enums()) {
				constants.put(names.serializedValueFor(constant).getValue(), constant);
				aliases(type, constant).forEach((alias) -> constants.putIfAbsent(alias, constant));
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

	/**
	 * Finds the constant of a key.
	 * @param parser where the key was read, for the failure
	 * @param plain the key, or its text
	 * @return the constant
	 * @throws CodecFailure.Mismatch if no constant has that value
	 */
	Object convertKey(JsonParser parser, Object plain) throws CodecFailure.Mismatch {
		Object constant = (plain instanceof String text) ? this.keys.get(text) : null;
		return (constant != null) ? constant : convert(parser, plain);
	}

	/** What is written, with any annotations. */
	private static EnumValues names(DeserializationConfig config, AnnotatedClass type) {
		EnumNamingStrategy naming = EnumNamingStrategyFactory.createEnumNamingStrategyInstance(
				config.getAnnotationIntrospector().findEnumNamingStrategy(config, type),
				config.canOverrideAccessModifiers(), config.getEnumNamingStrategy());
		return (naming != null) ? EnumValues.constructUsingEnumNamingStrategy(config, type, naming)
				: EnumValues.constructFromName(config, type);
	}

	private static Stream<String> aliases(Class<?> type, Enum<?> constant) {
		try {
			JsonAlias aliases = type.getDeclaredField(constant.name()).getAnnotation(JsonAlias.class);
			return (aliases != null) ? Stream.of(aliases.value()) : Stream.empty();
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
