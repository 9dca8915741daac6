package io.globalbuffer.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;

/** Placeholder. */
@SuppressWarnings("DoNotCallSuggester")
public final class MessagePackCodec implements MessageCodec {

	/** The type {@code Map<String, Object>}. */
	public static final Type MAP = new ParameterizedType() {
		@Override
		public Type[] getActualTypeArguments() {
			return new Type[] { String.class, Object.class };
		}

		@Override
		public Type getRawType() {
			return Map.class;
		}

		@Override
		public @org.jspecify.annotations.Nullable Type getOwnerType() {
			return null;
		}
	};

	public static MessageCodec shared() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int id() {
		return 1;
	}

	@Override
	public byte[] encode(Object message) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Object decode(byte[] bytes, int length, Type type) {
		throw new UnsupportedOperationException();
	}

}
