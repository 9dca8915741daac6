// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Spends memory for the nodes of trees, besides the values they hold.
 */
final class TreeSpending extends JsonParserDelegate {

	private static final int LIST = 2 * MemoryBudget.OBJECT;

	private static final int MAP = MemoryBudget.OBJECT + 2 * MemoryBudget.MAP;

	private static final int KEY = MemoryBudget.ENTRY + MemoryBudget.TEXT;

	private final DeserializationContext context;

	private TreeSpending(JsonParser parser, DeserializationContext context) {
		super(parser);
		this.context = context;
	}

	@Override
	public @Nullable JsonToken nextToken() throws IOException {
		JsonToken token = super.nextToken();
		spend(token);
		return token;
	}

	private void spend(@Nullable JsonToken token) throws IOException {
		if (token != null && !token.isStructEnd()) {
			StrictParser.spend(this.context, switch (token) {
				case START_OBJECT -> MAP;
				case START_ARRAY -> LIST;
				case FIELD_NAME -> KEY;
				default -> MemoryBudget.OBJECT;
			});
		}
	}

	/** The readers of trees. */
	static final class Readers extends Deserializers.Base {

		@Override
		public JsonDeserializer<?> findTreeNodeDeserializer(Class<? extends JsonNode> type,
				DeserializationConfig config, BeanDescription description) {
			return new Reader(JsonNodeDeserializer.getDeserializer(type));
		}

	}

	private static final class Reader extends DelegatingDeserializer {

		private static final long serialVersionUID = 1L;

		private Reader(JsonDeserializer<?> deserializer) {
			super(deserializer);
		}

		@Override
		protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> deserializer) {
			return new Reader(deserializer);
		}

		@Override
		public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
			TreeSpending tree = new TreeSpending(parser, context);
			tree.spend(parser.currentToken());
			return super.deserialize(tree, context);
		}

	}

}
