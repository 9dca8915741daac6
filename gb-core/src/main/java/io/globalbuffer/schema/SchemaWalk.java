// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.SchemaAlternatives.Alternative;
import io.globalbuffer.schema.SchemaAlternatives.Kind;

/**
 * One walk through two JSON schemas side by side, the one of who reads and the one of the
 * segment. Schemas may refer to themselves: a pair of parts that is being compared is not
 * compared again within itself. For one use by one thread.
 */
final class SchemaWalk {

	/** Schemas that refer to each other in many ways could take for ever. */
	private static final int MOST_STEPS = 10_000;

	/** Of what is nested by reference: text cannot nest as deeply. */
	private static final int DEEPEST_LEVEL = 100;

	private static final int MOST_DIFFERENCES = 100;

	private final SchemaAlternatives asked;

	private final SchemaAlternatives found;

	private final JsonNode askedRoot;

	private final JsonNode foundRoot;

	private final Set<Pair> underway = new HashSet<>();

	/** What the segment has and the reader does not know. */
	private final Set<String> ignored = new LinkedHashSet<>();

	/** What the reader knows and can do without. */
	private final Set<String> absent = new LinkedHashSet<>();

	/** While it is open which of several parts are meant. */
	private boolean trying;

	private int steps;

	SchemaWalk(JsonNode askedRoot, JsonNode foundRoot) {
		this.askedRoot = askedRoot;
		this.foundRoot = foundRoot;
		this.asked = new SchemaAlternatives(askedRoot);
		this.found = new SchemaAlternatives(foundRoot);
	}

	/**
	 * Two schemas, the very nodes, not others that equal them.
	 */
	private record Pair(JsonNode asked, JsonNode found) {

		@Override
		@SuppressWarnings("ReferenceEquality")
		public boolean equals(Object other) {
			return other instanceof Pair pair && this.asked == pair.asked && this.found == pair.found;
		}

		@Override
		public int hashCode() {
			return 31 * System.identityHashCode(this.asked) + System.identityHashCode(this.found);
		}

	}

	/**
	 * Thrown out of the depths of a walk that cannot come to an end.
	 */
	private static final class EndlessException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		EndlessException() {
			super("the schemas refer to themselves in too many ways to be compared", null, false, false);
		}

	}

	List<String> differences() {
		List<String> differences = new ArrayList<>();
		try {
			compare("", this.askedRoot, this.foundRoot, differences);
		}
		catch (EndlessException ex) {
			differences.add(String.valueOf(ex.getMessage()));
		}
		return List.copyOf(differences);
	}

	/**
	 * What each side has alone, where that keeps no reader from reading; after the walk.
	 */
	List<String> remarks() {
		List<String> remarks = new ArrayList<>();
		if (!this.ignored.isEmpty()) {
			remarks.add("ignored of the segment: " + String.join(", ", this.ignored));
		}
		if (!this.absent.isEmpty()) {
			remarks.add("not in the segment: " + String.join(", ", this.absent));
		}
		return remarks;
	}

	private void compare(String path, JsonNode askedNode, JsonNode foundNode, List<String> differences) {
		if (++this.steps > MOST_STEPS || this.underway.size() > DEEPEST_LEVEL) {
			throw new EndlessException();
		}
		if (differences.size() < MOST_DIFFERENCES) {
			compareAlternatives(path, this.asked.of(askedNode), this.found.of(foundNode), differences);
		}
	}

	private void compareAlternatives(String path, List<Alternative> askedOnes, List<Alternative> foundOnes,
			List<String> differences) {
		if (path.isEmpty() && Alternative.anyOf(foundOnes, Kind.ANYTHING)) {
			// a message is a map, even if its schema leaves it open
			compareAlternatives(path, askedOnes,
					foundOnes.stream().map((one) -> new Alternative(Kind.OBJECT, one.node())).toList(), differences);
			return;
		}
		if (Alternative.anyOf(askedOnes, Kind.ANYTHING) || Alternative.anyOf(foundOnes, Kind.ANYTHING)) {
			return;
		}
		Set<Kind> missing = new HashSet<>();
		for (Alternative one : foundOnes) {
			List<Alternative> fitting = askedOnes.stream().filter((other) -> other.kind().accepts(one.kind())).toList();
			if (fitting.size() == 1) {
				compareStructure(path, fitting.getFirst().node(), one, differences);
			}
			else if (fitting.isEmpty() && missing.add(one.kind())) {
				differences.add(missing(path, askedOnes, one.kind()));
			}
			else if (!fitting.isEmpty() && fitting.stream().noneMatch((other) -> fits(path, other, one))) {
				differences.add(place(path) + " is none of the " + fitting.size() + " kinds of " + one.kind().plural()
						+ " that are asked for");
			}
		}
	}

	private static String missing(String path, List<Alternative> askedOnes, Kind kind) {
		if (kind == Kind.NULL) {
			return place(path) + " may be null there: declare it @Nullable or Optional";
		}
		return place(path) + ": " + Alternative.describe(askedOnes) + " is asked for, the segment has "
				+ kind.singular();
	}

	private boolean fits(String path, Alternative askedOne, Alternative foundOne) {
		List<String> differences = new ArrayList<>();
		boolean before = this.trying;
		this.trying = true;
		compareStructure(path, askedOne.node(), foundOne, differences);
		this.trying = before;
		return differences.isEmpty();
	}

	private void compareStructure(String path, JsonNode askedNode, Alternative one, List<String> differences) {
		Pair pair = new Pair(askedNode, one.node());
		if (!this.underway.add(pair)) {
			return;
		}
		switch (one.kind()) {
			case OBJECT -> compareObjects(path, askedNode, one.node(), differences);
			case LIST -> compareLists(path + "[]", askedNode, one.node(), differences);
			default -> {
				// enumerations count by their type: the values are checked when decoding
			}
		}
		this.underway.remove(pair);
	}

	private void compareObjects(String path, JsonNode askedNode, JsonNode foundNode, List<String> differences) {
		JsonNode foundFields = foundNode.path("properties");
		JsonNode foundValues = foundNode.path("additionalProperties");
		Set<String> required = texts(askedNode.path("required"));
		for (Map.Entry<String, JsonNode> field : askedNode.path("properties").properties()) {
			String fieldPath = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
			JsonNode foundField = foundFields.path(field.getKey());
			if (!foundField.isMissingNode()) {
				compare(fieldPath, field.getValue(), foundField, differences);
			}
			else if (required.contains(field.getKey())) {
				differences
					.add(place(fieldPath) + " is asked for, the segment has " + instead(field.getKey(), foundFields));
			}
			else if (foundValues.isObject()) {
				compare(fieldPath, field.getValue(), foundValues, differences);
			}
			else {
				remark(this.absent, fieldPath, otherNaming(field.getKey(), foundFields));
			}
		}
		foundFields.fieldNames()
			.forEachRemaining((name) -> ignore(path.isEmpty() ? name : path + "." + name, name, askedNode));
		JsonNode askedValues = askedNode.path("additionalProperties");
		if (askedValues.isObject()) {
			for (Map.Entry<String, JsonNode> field : foundFields.properties()) {
				if (!askedNode.path("properties").has(field.getKey())) {
					compare(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), askedValues,
							field.getValue(), differences);
				}
			}
			if (foundValues.isObject()) {
				compare(path + "{}", askedValues, foundValues, differences);
			}
		}
	}

	private void remark(Set<String> remarks, String path, String addition) {
		if (!this.trying && remarks.size() < MOST_DIFFERENCES) {
			remarks.add("'" + printable(path) + "'" + (addition.isEmpty() ? "" : " (the segment has" + addition + ")"));
		}
	}

	/** Names from a segment go into logs, and any process may have written them. */
	private static String printable(String name) {
		return name.replaceAll("\\p{Cntrl}", "?");
	}

	/** What the reader neither knows nor collects. */
	private void ignore(String path, String name, JsonNode askedNode) {
		if (!askedNode.path("properties").has(name) && !askedNode.has("additionalProperties")) {
			remark(this.ignored, path, "");
		}
	}

	/** What stands in the place of a field that the segment does not have. */
	private static String instead(String name, JsonNode foundFields) {
		String other = otherNaming(name, foundFields);
		return foundFields.isEmpty() ? "no named fields" : other.isEmpty() ? "none" : other.strip();
	}

	/**
	 * A field of the segment that would be this one if names were written in another way.
	 */
	private static String otherNaming(String name, JsonNode foundFields) {
		String snake = FieldNaming.SNAKE_CASE.keyOf(name);
		if (!snake.equals(name) && foundFields.has(snake)) {
			return " '" + printable(snake) + "': FieldNaming.SNAKE_CASE makes them one (in Spring, naming: snake-case)";
		}
		for (Map.Entry<String, JsonNode> field : foundFields.properties()) {
			if (!field.getKey().equals(name) && FieldNaming.SNAKE_CASE.keyOf(field.getKey()).equals(name)) {
				return " '" + printable(field.getKey()) + "': FieldNaming.AS_DECLARED may make them one";
			}
		}
		return "";
	}

	private void compareLists(String path, JsonNode askedNode, JsonNode foundNode, List<String> differences) {
		JsonNode askedItems = askedNode.path("items");
		JsonNode foundItems = foundNode.path("items");
		Iterator<JsonNode> askedFirst = askedNode.path("prefixItems").iterator();
		Iterator<JsonNode> foundFirst = foundNode.path("prefixItems").iterator();
		while (askedFirst.hasNext() || foundFirst.hasNext()) {
			compare(path, askedFirst.hasNext() ? askedFirst.next() : askedItems,
					foundFirst.hasNext() ? foundFirst.next() : foundItems, differences);
		}
		compare(path, askedItems, foundItems, differences);
	}

	private static Set<String> texts(JsonNode list) {
		Set<String> texts = new HashSet<>();
		list.forEach((text) -> texts.add(text.asText()));
		return texts;
	}

	private static String place(String path) {
		if (path.isEmpty()) {
			return "the message";
		}
		if (path.endsWith("[]")) {
			return "an element of " + place(path.substring(0, path.length() - 2));
		}
		return path.endsWith("{}") ? "a value of " + place(path.substring(0, path.length() - 2))
				: "field '" + path + "'";
	}

}
