// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;

/**
 * Compares schemas of which nothing is known: they are equal, or they differ.
 */
final class TextComparison implements SchemaComparison {

	static final TextComparison INSTANCE = new TextComparison();

	/** How much of two texts is shown where they part. */
	private static final int EXCERPT = 40;

	private TextComparison() {
	}

	@Override
	public List<String> differences(SchemaIdentity asked, SchemaIdentity found) {
		if (asked.isNone() || found.isNone() || asked.equals(found)) {
			return List.of();
		}
		return List.of("the schemas are not of a kind that can be compared, and their bytes differ");
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

}
