package io.globalbuffer.spring.listener;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.core.ResolvableType;

import io.globalbuffer.spring.BufferKind;

/**
 * The Java form in which a listener receives samples.
 */
sealed interface PayloadType {

	/**
	 * The kind of buffer that has such samples.
	 */
	BufferKind kind();

	/**
	 * The form that a parameter asks for.
	 * @param type the parameter's type
	 * @return the form, or empty if samples have no such form
	 */
	static Optional<PayloadType> of(Type type) {
		ResolvableType resolvable = ResolvableType.forType(type);
		if (type instanceof Class<?> plain) {
			if (Array.CARRIERS.contains(plain)) {
				return Optional.of(new Array(plain));
			}
			return plain.isRecord() ? Optional.of(new Message(plain)) : Optional.empty();
		}
		boolean map = Map.class.equals(resolvable.toClass()) && String.class.equals(resolvable.getGeneric(0).getType())
				&& Object.class.equals(resolvable.getGeneric(1).getType());
		return map ? Optional.of(new Plain()) : Optional.empty();
	}

	/**
	 * Primitive arrays.
	 *
	 * @param arrayType for example {@code double[]}
	 */
	record Array(Class<?> arrayType) implements PayloadType {

		private static final Set<Class<?>> CARRIERS = Set.of(byte[].class, short[].class, int[].class, long[].class,
				float[].class, double[].class);

		@Override
		public BufferKind kind() {
			return BufferKind.ARRAY;
		}

	}

	/**
	 * Messages as records.
	 *
	 * @param type the record class
	 */
	record Message(Class<?> type) implements PayloadType {

		@Override
		public BufferKind kind() {
			return BufferKind.MESSAGE;
		}

	}

	/**
	 * Messages as maps.
	 */
	record Plain() implements PayloadType {

		@Override
		public BufferKind kind() {
			return BufferKind.MESSAGE;
		}

	}

}
