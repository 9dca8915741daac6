// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.globalbuffer.codec.WireFormat;

/**
 * How much of a segment's schema must agree with that of a reader's message type before
 * the reader attaches. A reader without a schema, of plain maps for example, attaches by
 * any policy, as in Python.
 */
public enum SchemaPolicy {

	/**
	 * Every byte, as Python compares. Class names, docstrings, titles, defaults and the
	 * version of pydantic then count.
	 */
	EXACT,

	/**
	 * What decoding depends on most: the names of the fields, their JSON types, and which
	 * must be there. Formats, limits and the constants of enumerations do not count: a
	 * sample that does not fit them fails when it is decoded. A segment or type without a
	 * schema is compatible with everything.
	 */
	COMPATIBLE,

	/** Nothing: a sample that does not fit fails when it is decoded. */
	IGNORE;

	private static final int MOST_NAMED = 5;

	/**
	 * Returns what keeps a reader from attaching.
	 * @param format the form of both's messages
	 * @param asked the schema of the reader's message type
	 * @param found the segment's schema
	 * @return how the schemas differ and what can be done, in sentences for people; empty
	 * if nothing keeps the reader from attaching
	 */
	public Optional<String> objection(WireFormat format, SchemaIdentity asked, SchemaIdentity found) {
		if (this == IGNORE || asked.isNone() || asked.equals(found)) {
			return Optional.empty();
		}
		List<String> differences = SchemaComparison.of(format).differences(asked, found);
		if (!differences.isEmpty()) {
			return Optional.of("They differ: " + list(differences)
					+ ". Correct the message type or the schema given with it, or the writer; SchemaPolicy.IGNORE attaches all the same");
		}
		return (this == EXACT) ? Optional.of(inexact(format, asked, found)) : Optional.empty();
	}

	/**
	 * Returns what a reader that attaches does not get, or leaves.
	 * @param format the form of both's messages
	 * @param asked the schema of the reader's message type
	 * @param found the segment's schema
	 * @return the fields that one side has and the other does not, in one line for
	 * people; empty if there are none, or this rule compares no fields
	 */
	public Optional<String> remark(WireFormat format, SchemaIdentity asked, SchemaIdentity found) {
		List<String> remarks = (this == COMPATIBLE) ? SchemaComparison.of(format).remarks(asked, found) : List.of();
		return remarks.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remarks));
	}

	/**
	 * Returns how two schemas differ, for messages to people.
	 * @param format the form of both's messages
	 * @param asked one schema
	 * @param found the other, the segment's
	 * @return clauses that name the first differences
	 */
	public static String describeDifference(WireFormat format, SchemaIdentity asked, SchemaIdentity found) {
		List<String> differences = SchemaComparison.of(format).differences(asked, found);
		return differences.isEmpty() ? parting(format, asked, found) : list(differences);
	}

	private static String inexact(WireFormat format, SchemaIdentity asked, SchemaIdentity found) {
		return "SchemaPolicy.EXACT asks for equal bytes, and " + parting(format, asked, found)
				+ ". Give the segment's own schema, or attach with SchemaPolicy.COMPATIBLE, which accepts this segment";
	}

	private static String parting(WireFormat format, SchemaIdentity asked, SchemaIdentity found) {
		if (asked.isNone() || found.isNone()) {
			return (found.isNone() ? "the segment" : "what is asked for") + " has no schema";
		}
		return SchemaComparison.of(format).parting(asked, found);
	}

	private static String list(List<String> differences) {
		String named = differences.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
		int more = differences.size() - MOST_NAMED;
		return (more > 0) ? named + "; and " + more + " more" : named;
	}

}
