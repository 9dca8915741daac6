package io.globalbuffer.schema;

import java.util.List;

/**
 * Compares schemas of which nothing is known: they are equal, or they differ.
 */
final class TextComparison implements SchemaComparison {

	static final TextComparison INSTANCE = new TextComparison();

	private TextComparison() {
	}

	@Override
	public List<String> differences(SchemaIdentity asked, SchemaIdentity found) {
		if (asked.isNone() || found.isNone() || asked.equals(found)) {
			return List.of();
		}
		return List.of("the schemas are not of a kind that can be compared, and their bytes differ");
	}

}
