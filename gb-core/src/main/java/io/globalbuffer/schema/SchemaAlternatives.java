// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What values a place of one JSON schema may have: its references followed, its unions
 * laid out. For use by one thread.
 */
final class SchemaAlternatives {

	private final JsonNode root;

	SchemaAlternatives(JsonNode root) {
		this.root = root;
	}

	/**
	 * The types that messages tell apart.
	 */
	enum Kind {

		NULL("null", "nulls"),

		BOOLEAN("a boolean", "booleans"),

		INTEGER("an integer", "integers"),

		NUMBER("a number", "numbers"),

		TEXT("text", "texts"),

		LIST("a list", "lists"),

		OBJECT("an object", "objects"),

		/** No type stated. */
		ANYTHING("anything", "things"),

		/** A reference to nowhere, or to itself. */
		NOWHERE("a reference to nowhere", "references to nowhere");

		private final String singular;

		private final String plural;

		Kind(String singular, String plural) {
			this.singular = singular;
			this.plural = plural;
		}

		String singular() {
			return this.singular;
		}

		String plural() {
			return this.plural;
		}

		/** Whether what is asked for as this may be the other. */
		boolean accepts(Kind other) {
			return this == other || (this == NUMBER && other == INTEGER);
		}

		static Kind named(String type) {
			return switch (type) {
				case "null" -> NULL;
				case "boolean" -> BOOLEAN;
				case "integer" -> INTEGER;
				case "number" -> NUMBER;
				case "string" -> TEXT;
				case "array" -> LIST;
				case "object" -> OBJECT;
				default -> ANYTHING;
			};
		}

		static Kind ofValue(JsonNode value) {
			return switch (value.getNodeType()) {
				case NULL -> NULL;
				case BOOLEAN -> BOOLEAN;
				case NUMBER -> value.isIntegralNumber() ? INTEGER : NUMBER;
				case STRING -> TEXT;
				case ARRAY -> LIST;
				case OBJECT -> OBJECT;
				default -> ANYTHING;
			};
		}

	}

	/**
	 * Values of one kind.
	 *
	 * @param kind the kind
	 * @param node the schema that says more about them
	 */
	record Alternative(Kind kind, JsonNode node) {

		static boolean anyOf(List<Alternative> alternatives, Kind kind) {
			return alternatives.stream().anyMatch((alternative) -> alternative.kind == kind);
		}

		/** For example {@code a number or null}. */
		static String describe(List<Alternative> alternatives) {
			return alternatives.stream()
				.map((alternative) -> alternative.kind.singular())
				.distinct()
				.collect(Collectors.joining(" or "));
		}

	}

	/**
	 * The values that a schema allows.
	 * @param schema any part of the schema; what is no object allows anything
	 * @return at least one alternative
	 */
	List<Alternative> of(JsonNode schema) {
		List<Alternative> alternatives = new ArrayList<>();
		collect(schema, alternatives, Collections.newSetFromMap(new IdentityHashMap<>()));
		if (alternatives.isEmpty()) {
			alternatives.add(new Alternative(Kind.NOWHERE, schema));
		}
		return alternatives;
	}

	private void collect(JsonNode schema, List<Alternative> alternatives, Set<JsonNode> seen) {
		if (!seen.add(schema)) {
			return;
		}
		JsonNode union = schema.has("anyOf") ? schema.path("anyOf") : schema.path("oneOf");
		JsonNode type = schema.path("type");
		if (schema.path("$ref").isTextual()) {
			JsonNode referred = referred(schema.path("$ref").textValue());
			if (!referred.isMissingNode()) {
				collect(referred, alternatives, seen);
			}
		}
		else if (union.isArray() && !union.isEmpty()) {
			union.forEach((one) -> collect(one, alternatives, seen));
		}
		else if (schema.path("allOf").size() == 1) {
			// how pydantic referred to a model before 2.9 where something stands beside
			collect(schema.path("allOf").path(0), alternatives, seen);
		}
		else if (type.isTextual()) {
			alternatives.add(new Alternative(Kind.named(type.textValue()), schema));
		}
		else if (type.isArray() && !type.isEmpty()) {
			type.forEach((one) -> alternatives.add(new Alternative(Kind.named(one.asText()), schema)));
		}
		else if (schema.path("enum").isArray()) {
			schema.path("enum").forEach((value) -> alternatives.add(new Alternative(Kind.ofValue(value), schema)));
		}
		else if (schema.has("const")) {
			alternatives.add(new Alternative(Kind.ofValue(schema.path("const")), schema));
		}
		else {
			alternatives.add(new Alternative(Kind.ANYTHING, schema));
		}
	}

	/** The part that a reference leads to; missing if it leads nowhere. */
	private JsonNode referred(String reference) {
		try {
			return reference.startsWith("#") ? this.root.at(reference.substring(1)) : MissingNode.getInstance();
		}
		catch (IllegalArgumentException ex) {
			// no pointer at all: what this means is said of the place that refers
			return MissingNode.getInstance();
		}
	}

}
