package io.globalbuffer.schema;

/**
 * How much of a segment's schema must agree with that of a reader's message type before
 * the reader attaches.
 */
public enum SchemaPolicy {

	/**
	 * Every byte, as Python compares. Class names, docstrings, titles, defaults and the
	 * version of pydantic then count.
	 */
	EXACT,

	/**
	 * What decoding depends on: the names of the fields, their JSON types, and which must
	 * be there. A segment or type without a schema is compatible with everything.
	 */
	COMPATIBLE,

	/** Nothing: a sample that does not fit fails when it is decoded. */
	IGNORE

}
