// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.InvalidValueException;
import io.globalbuffer.recording.internal.value.Json;

/**
 * A message's schema for people: a line for each field, {@code name: type}.
 */
final class SchemaLines {

	private static final String INDENT = "  ";

	private static final String REFERENCE = "#/$defs/";

	private static final int LONGEST_LINE = 200;

	private SchemaLines() {
	}

	/**
	 * The fields of a JSON schema, and those of what it refers to.
	 * @param schema the schema's text
	 * @return the text itself where it is no such schema
	 */
	static List<String> ofJsonSchema(String schema) {
		Object parsed;
		try {
			parsed = Json.read(schema);
		}
		catch (InvalidValueException ex) {
			return List.of(ForeignText.shortened(ForeignText.printable(schema), LONGEST_LINE));
		}
		if (!(parsed instanceof Map<?, ?> root) || !(root.get("properties") instanceof Map<?, ?>)) {
			return List.of(ForeignText.shortened(ForeignText.printable(schema), LONGEST_LINE));
		}
		List<String> lines = new ArrayList<>(fields(root, ""));
		if (root.get("$defs") instanceof Map<?, ?> definitions) {
			definitions.forEach((name, definition) -> {
				if (definition instanceof Map<?, ?> map) {
					lines.add((name + ": " + (map.containsKey("properties") ? "" : type(map))).strip());
					lines.addAll(fields(map, INDENT));
				}
			});
		}
		return lines.stream().map(ForeignText::printable).toList();
	}

	private static List<String> fields(Map<?, ?> schema, String indent) {
		if (!(schema.get("properties") instanceof Map<?, ?> properties)) {
			return List.of();
		}
		List<?> required = (schema.get("required") instanceof List<?> list) ? list : List.of();
		List<String> lines = new ArrayList<>();
		properties.forEach((name, property) -> lines
			.add(indent + name + ": " + type(property) + (required.contains(name) ? "" : ", optional")));
		return lines;
	}

	private static String type(@Nullable Object schema) {
		if (!(schema instanceof Map<?, ?> map)) {
			return "any";
		}
		if (map.get("$ref") instanceof String reference) {
			return reference.startsWith(REFERENCE) ? reference.substring(REFERENCE.length()) : reference;
		}
		for (String word : List.of("anyOf", "oneOf")) {
			if (map.get(word) instanceof List<?> alternatives) {
				return alternatives.stream().map(SchemaLines::type).collect(Collectors.joining(" | "));
			}
		}
		if (map.get("enum") instanceof List<?> values) {
			return values.stream().map(Json::line).collect(Collectors.joining(" | "));
		}
		if (map.get("type") instanceof String type) {
			return described(type, map);
		}
		return "any";
	}

	private static String described(String type, Map<?, ?> schema) {
		if (type.equals("array")) {
			return "list of " + type(schema.get("items"));
		}
		if (type.equals("object")) {
			return schema.containsKey("additionalProperties") ? "map of " + type(schema.get("additionalProperties"))
					: "map";
		}
		return (schema.get("format") instanceof String format) ? type + " (" + format + ")" : type;
	}

}
