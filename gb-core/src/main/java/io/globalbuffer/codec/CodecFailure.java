package io.globalbuffer.codec;

import java.lang.reflect.Type;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.globalbuffer.exception.CodecException;
import org.jspecify.annotations.Nullable;

/**
 * Says in a message's own terms what went wrong, where and why: Jackson's texts speak of
 * its settings and modules, which the user of a buffer cannot reach.
 */
final class CodecFailure {

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
		return new CodecException(message.append(": ").append(reason(cause)).toString(), cause);
	}

	/** The place of a value in the message, for example {@code many[3].z}. */
	private static String path(JsonMappingException mismatch) {
		StringBuilder path = new StringBuilder();
		for (JsonMappingException.Reference step : mismatch.getPath()) {
			if (step.getFieldName() == null) {
				path.append('[').append(step.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
			}
		}
		return path.toString();
	}

	private static @Nullable String reason(Throwable cause) {
		return switch (cause) {
			case Mismatch mismatch -> mismatch.getOriginalMessage();
			case InvalidDefinitionException definition when definition.getType() != null ->
				"a " + definition.getType().toCanonical() + " has no form in a message";
			case MismatchedInputException mismatch when mismatch.getProcessor() instanceof JsonParser parser ->
				reason(mismatch, parser.currentToken());
			case JsonMappingException mapping -> mapping.getOriginalMessage();
			default -> (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		};
	}

	private static String reason(MismatchedInputException mismatch, @Nullable JsonToken token) {
		String found = switch (token) {
			case VALUE_STRING -> "text";
			case VALUE_NUMBER_INT -> "an integer";
			case VALUE_NUMBER_FLOAT -> "a float";
			case VALUE_TRUE, VALUE_FALSE -> "a boolean";
			case VALUE_NULL -> "null";
			case START_ARRAY -> "a list";
			case START_OBJECT -> "a map";
			case VALUE_EMBEDDED_OBJECT -> "binary data";
			case null, default -> null;
		};
		if (found == null || mismatch.getTargetType() == null) {
			return (token == JsonToken.END_OBJECT) ? "the key is missing, and its component is not @Nullable"
					: mismatch.getOriginalMessage();
		}
		return found + " where a value of type " + mismatch.getTargetType().getTypeName() + " belongs";
	}

	/** A mismatch that says itself what is wrong. */
	static final class Mismatch extends MismatchedInputException {

		Mismatch(JsonParser parser, String message, Class<?> type) {
			super(parser, message, type);
		}

	}

}
