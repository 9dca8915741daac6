// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads lists into arrays of primitive elements, each of them as it is read alone.
 */
final class PrimitiveArrayReader extends StdDeserializer<Object> {

	private static final int INITIAL_LENGTH = 16;

	private final Class<?> element;

	private final ScalarReader reader;

	PrimitiveArrayReader(Class<?> element) {
		super(element.arrayType());
		this.element = element;
		this.reader = Objects.requireNonNull(ScalarReader.of(element));
	}

	@Override
	public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
		if (!parser.hasToken(JsonToken.START_ARRAY)) {
			throw CodecFailure.mismatch(parser, PlainValue.scalar(parser), handledType());
		}
		Object array = Array.newInstance(this.element, INITIAL_LENGTH);
		int length = 0;
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			if (length == Array.getLength(array)) {
				array = resized(array, length, 2 * length);
			}
			try {
				Array.set(array, length, this.reader.deserialize(parser, context));
			}
			catch (JsonMappingException ex) {
				ex.prependPath(array, length);
				throw ex;
			}
			length++;
		}
		return resized(array, length, length);
	}

	private Object resized(Object array, int used, int length) {
		Object copy = Array.newInstance(this.element, length);
		System.arraycopy(array, 0, copy, 0, used);
		return copy;
	}

}
