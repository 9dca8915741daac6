// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.jspecify.annotations.Nullable;

/**
 * The mappings of all types under one naming, each kept at its class. Thread-safe.
 */
final class MessageMappings {

	private final FieldNaming naming;

	private final ClassValue<MessageMapping> types = new ClassValue<>() {
		@Override
		protected MessageMapping computeValue(Class<?> type) {
			return new MessageMapping(type, MessageMappings.this.naming);
		}
	};

	private final ClassValue<Map<Type, MessageMapping>> genericTypes = new ClassValue<>() {
		@Override
		protected Map<Type, MessageMapping> computeValue(Class<?> argument) {
			return new ConcurrentHashMap<>();
		}
	};

	private final MessageMapping untyped;

	MessageMappings(FieldNaming naming) {
		this.naming = naming;
		this.untyped = new MessageMapping(Object.class, naming);
	}

	/**
	 * The mapping of a class.
	 * @param type the class
	 * @return the mapping, the same for the same class
	 */
	MessageMapping of(Class<?> type) {
		return this.types.get(type);
	}

	/**
	 * The mapping of a class with type arguments, kept at the one of these that is an
	 * application's: it may be reloaded where the class is not.
	 * @param type the type
	 * @return the mapping, the same for equal types
	 */
	MessageMapping of(ParameterizedType type) {
		return this.genericTypes.get(MessageTypes.argumentOf(type))
			.computeIfAbsent(type, (generic) -> new MessageMapping(generic, this.naming));
	}

	/**
	 * The mapping of values without a declared type.
	 * @return the mapping
	 */
	MessageMapping untyped() {
		return this.untyped;
	}

	/**
	 * Writes one value of any type: an application's class as its mapping does, maps and
	 * collections element by element.
	 * @param generator where to
	 * @param value the value
	 * @throws IOException if it has no form in MessagePack
	 */
	void write(JsonGenerator generator, @Nullable Object value) throws IOException {
		switch (value) {
			case null -> generator.writeNull();
			case Map<?, ?> map -> writeMap(generator, map);
			case Collection<?> list -> writeList(generator, list);
			case Object[] array -> writeList(generator, Arrays.asList(array));
			case Optional<?> optional -> write(generator, optional.orElse(null));
			case Enum<?> constant -> of(constant.getDeclaringClass()).write(generator, constant);
			default -> {
				boolean message = MessageTypes.isMessage(value.getClass());
				(message ? of(value.getClass()) : this.untyped).write(generator, value);
			}
		}
	}

	private void writeMap(JsonGenerator generator, Map<?, ?> map) throws IOException {
		generator.writeStartObject(map, map.size());
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			writeKey(generator, entry.getKey());
			try {
				write(generator, entry.getValue());
			}
			catch (JsonMappingException ex) {
				ex.prependPath(map, String.valueOf(entry.getKey()));
				throw ex;
			}
		}
		generator.writeEndObject();
	}

	private void writeKey(JsonGenerator generator, @Nullable Object key) throws IOException {
		if (key instanceof Enum<?> constant) {
			of(constant.getDeclaringClass()).writeKey(generator, constant);
		}
		else {
			MessageKeys.write(generator, key);
		}
	}

	private void writeList(JsonGenerator generator, Collection<?> list) throws IOException {
		generator.writeStartArray(list, list.size());
		int index = 0;
		for (Object element : list) {
			try {
				write(generator, element);
			}
			catch (JsonMappingException ex) {
				ex.prependPath(list, index);
				throw ex;
			}
			index++;
		}
		generator.writeEndArray();
	}

}
