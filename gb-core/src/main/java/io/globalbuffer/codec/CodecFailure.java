// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.CodecException;

/**
 * Explains in a message's own terms what went wrong, where and why: Jackson's texts speak
 * of its settings and modules, which the user of a buffer cannot reach.
 */
final class CodecFailure {

	private static final Set<Class<?>> INTEGRAL = Set.of(byte.class, Byte.class, short.class, Short.class, int.class,
			Integer.class, long.class, Long.class, BigInteger.class, OptionalInt.class, OptionalLong.class);

	private static final Set<Class<?>> ZONED = Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class,
			Date.class);

	private static final String DUPLICATE = "Duplicate field ";

	private static final int LONGEST_TEXT = 60;

	private CodecFailure() {
	}

	/**
	 * The exception for a failure.
	 * @param action what was tried: encode or decode
	 * @param type the type of the message
	 * @param cause what the libraries beneath threw
	 * @return the exception, not thrown yet
	 */
	static CodecException of(String action, Type type, Throwable cause) {
		StringBuilder message = new StringBuilder("Cannot ").append(action).append(" a ").append(type.getTypeName());
		if (cause instanceof JsonMappingException mismatch && !mismatch.getPath().isEmpty()) {
			message.append(" at ").append(path(mismatch));
		}
		message.append(": ").append(reason(cause));
		// Jackson's exceptions hold on to the bytes, and to all that was made of them
		Throwable kept = (cause instanceof JsonMappingException) ? cause.getCause() : cause;
		return (kept != null) ? new CodecException(message.toString(), kept) : new CodecException(message.toString());
	}

	/** The place of a value in the message, for example {@code many[3].z}. */
	private static String path(JsonMappingException mismatch) {
		StringBuilder path = new StringBuilder();
		for (JsonMappingException.Reference step : mismatch.getPath()) {
			if (step.getFieldName() == null) {
				path.append('[').append(step.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(shortened(step.getFieldName()));
			}
		}
		return path.toString();
	}

	/**
	 * Returns what went wrong, without where.
	 * @param cause what the libraries beneath threw
	 * @return a clause for people, {@code null} if nothing is known
	 */
	static @Nullable String reason(Throwable cause) {
		return switch (cause) {
			case Mismatch mismatch -> mismatch.getOriginalMessage();
			case InvalidDefinitionException definition when definition.getType() != null -> reason(definition);
			case MismatchedInputException mismatch when mismatch.getProcessor() instanceof JsonParser parser ->
				reason(mismatch, parser.currentToken());
			case JsonProcessingException failure -> reason(failure.getOriginalMessage());
			case OutOfMemoryError error -> "the JVM has not enough memory left for it (" + error.getMessage() + ")";
			default -> (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		};
	}

	private static String reason(String text) {
		return !text.startsWith(DUPLICATE) ? text : "the key " + text.substring(DUPLICATE.length())
				+ " occurs twice in one map, and nothing says which value counts";
	}

	private static String reason(MismatchedInputException mismatch, @Nullable JsonToken token) {
		Class<?> target = mismatch.getTargetType();
		if (token == JsonToken.VALUE_NULL && target != null) {
			return "null" + belongs(target) + (target.isPrimitive() ? "" : ", and its place is not @Nullable");
		}
		String found = found(token);
		if (found == null || target == null) {
			return (token == JsonToken.END_OBJECT) ? "the key is missing, and its component is not @Nullable"
					: mismatch.getOriginalMessage();
		}
		return found + belongs(target);
	}

	private static String reason(InvalidDefinitionException definition) {
		Class<?> type = definition.getType().getRawClass();
		if (!MessageTypes.isMessage(type) || Modifier.isAbstract(type.getModifiers())) {
			return "a " + definition.getType().toCanonical() + " has no form in a message";
		}
		return (definition.getProcessor() instanceof JsonParser) ? TypeObstacle.cannotBeMade(type)
				: "a " + type.getTypeName() + " cannot be written: " + definition.getOriginalMessage();
	}

	private static @Nullable String found(@Nullable JsonToken token) {
		return switch (token) {
			case VALUE_STRING -> "text";
			case VALUE_NUMBER_INT -> "an integer";
			case VALUE_NUMBER_FLOAT -> "a float";
			case VALUE_TRUE, VALUE_FALSE -> "a boolean";
			case START_ARRAY -> "a list";
			case START_OBJECT -> "a map";
			case VALUE_EMBEDDED_OBJECT -> "binary data";
			case null, default -> null;
		};
	}

	/**
	 * The exception for a value that its type does not take.
	 * @param parser where it was read
	 * @param plain the value, see {@link PlainValue}; {@code null} for a list or a map
	 * @param type the type
	 * @return the exception, not thrown yet
	 */
	static Mismatch mismatch(JsonParser parser, @Nullable Object plain, Class<?> type) {
		boolean integral = INTEGRAL.contains(type);
		return new Mismatch(parser, switch (plain) {
			case Double value when integral && value != Math.rint(value) -> value + " is not a whole number";
			case Number value when integral || type == float.class || type == Float.class ->
				value + " does not fit into the type " + type.getName();
			case null -> found(parser.currentToken()) + belongs(type);
			default -> described(plain) + belongs(type);
		}, type);
	}

	private static String described(Object plain) {
		return switch (plain) {
			case String text -> "the text \"" + shortened(text) + "\"";
			case byte[] bytes -> "binary data of " + bytes.length + " bytes";
			case Instant instant -> "the timestamp " + instant;
			case Double value -> "the float " + value;
			case Number value -> "the integer " + value;
			default -> plain.toString();
		};
	}

	private static String shortened(String text) {
		return (text.length() > LONGEST_TEXT) ? text.substring(0, LONGEST_TEXT) + "..." : text;
	}

	private static String belongs(Class<?> type) {
		return " where a value of type " + type.getTypeName() + " belongs" + hint(type);
	}

	/** Python has one type for times with and without a zone. */
	private static String hint(Class<?> type) {
		if (ZONED.contains(type)) {
			return ", a date and time with a zone";
		}
		return (type == LocalDateTime.class) ? ", a date and time without a zone" : "";
	}

	/** A mismatch that says itself what is wrong. */
	static final class Mismatch extends MismatchedInputException {

		Mismatch(JsonParser parser, String message, Class<?> type) {
			super(parser, message, type);
		}

	}

}
