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

	static final JsonSchemaComparison INSTANCE = new JsonSchemaComparison();

	/** Far more than a model nests, and few enough for any thread's stack. */
	private static final int DEEPEST_NESTING = 64;

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST_NESTING).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/** How much of two texts is shown where they part. */
	private static final int EXCERPT = 40;

	private JsonSchemaComparison() {
	}

	@Override
	public String parting(SchemaIdentity asked, SchemaIdentity found) {
		String ours = asked.text();
		String theirs = found.text();
		int at = 0;
		while (at < ours.length() && at < theirs.length() && ours.charAt(at) == theirs.charAt(at)) {
			at++;
		}
		return "the texts differ, if only in what decoding does not depend on (titles, descriptions, defaults) or in fields that may be missing: from character "
				+ at + " on " + excerpt(ours, at) + " is asked for, the segment has " + excerpt(theirs, at);
	}

	/** A few characters before the place, too, so that it can be recognised. */
	private static String excerpt(String text, int at) {
		int start = Math.max(0, at - EXCERPT / 2);
		int end = Math.min(text.length(), at + EXCERPT);
		return ((start > 0) ? "…" : "") + text.substring(start, end) + ((end < text.length()) ? "…" : "");
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
