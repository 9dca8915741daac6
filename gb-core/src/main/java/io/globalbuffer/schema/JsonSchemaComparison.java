// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Compares the JSON schemas of MessagePack streams, which are those of pydantic models.
 */
final class JsonSchemaComparison implements SchemaComparison {

	static final int CODEC = 1;

	static final JsonSchemaComparison INSTANCE = new JsonSchemaComparison();

	/** Far more than a model nests, and few enough for any thread's stack. */
	private static final int DEEPEST_NESTING = 64;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST_NESTING).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private JsonSchemaComparison() {
	}

	@Override
	public String parting(SchemaIdentity asked, SchemaIdentity found) {
		return TextComparison.INSTANCE.parting(asked, found);
	}

	@Override
	public List<String> differences(SchemaIdentity asked, SchemaIdentity found) {
		if (asked.isNone() || found.isNone() || asked.equals(found)) {
			return List.of();
		}
		Optional<JsonNode> askedSchema = parse(asked);
		Optional<JsonNode> foundSchema = parse(found);
		if (askedSchema.isEmpty() || foundSchema.isEmpty()) {
			return List.of((askedSchema.isEmpty() ? "the schema asked for" : "the segment's schema")
					+ " is no JSON schema, and the bytes of the two differ");
		}
		return new SchemaWalk(askedSchema.get(), foundSchema.get()).differences();
	}

	@Override
	public List<String> remarks(SchemaIdentity asked, SchemaIdentity found) {
		Optional<JsonNode> askedSchema = parse(asked);
		Optional<JsonNode> foundSchema = parse(found);
		if (asked.equals(found) || askedSchema.isEmpty() || foundSchema.isEmpty()) {
			return List.of();
		}
		SchemaWalk walk = new SchemaWalk(askedSchema.get(), foundSchema.get());
		return walk.differences().isEmpty() ? walk.remarks() : List.of();
	}

	private static Optional<JsonNode> parse(SchemaIdentity identity) {
		try {
			return Optional.of(MAPPER.readTree(identity.text())).filter(JsonNode::isObject);
		}
		catch (JsonProcessingException ex) {
			// any bytes may be a segment's schema; what this means is the caller's to say
			return Optional.empty();
		}
	}

}
