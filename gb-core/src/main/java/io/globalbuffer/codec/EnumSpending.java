// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import org.jspecify.annotations.Nullable;

/**
 * Spends memory for sets and maps of constants, which Jackson makes without an
 * instantiator. They have a place for each constant from the start.
 */
final class EnumSpending extends BeanDeserializerModifier {

	private static final long serialVersionUID = 1L;

	private static final int EMPTY = 96;

	@Override
	public JsonDeserializer<?> modifyMapDeserializer(DeserializationConfig config, MapType type,
			BeanDescription description, JsonDeserializer<?> deserializer) {
		return (type.getRawClass() == EnumMap.class) ? new Reader(deserializer, type.getKeyType().getRawClass())
				: deserializer;
	}

	@Override
	public JsonDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
			BeanDescription description, JsonDeserializer<?> deserializer) {
		return EnumSet.class.isAssignableFrom(type.getRawClass())
				? new Reader(deserializer, type.getContentType().getRawClass()) : deserializer;
	}

	private static final class Reader extends DelegatingDeserializer {

		private static final long serialVersionUID = 1L;

		private final int size;

		private Reader(JsonDeserializer<?> deserializer, Class<?> constants) {
			this(deserializer, sizeOf(constants.getEnumConstants()));
		}

		private Reader(JsonDeserializer<?> deserializer, int size) {
			super(deserializer);
			this.size = size;
		}

		private static int sizeOf(Object @Nullable [] constants) {
			return EMPTY + ((constants != null) ? constants.length * Integer.BYTES : 0);
		}

		@Override
		protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
			return new Reader(deserializer, this.size);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			StrictParser.spend(context, this.size);
			return super.deserialize(parser, context);
		}

	}

}
