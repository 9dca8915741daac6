// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;

import io.globalbuffer.codec.WireFormat;

/**
 * Compares what two schemas mean, as {@link SchemaPolicy#COMPATIBLE} does. There is one
 * comparison for each format, since each has schemas of its own kind. For any bytes of a
 * schema a comparison ends soon and throws nothing: they come from a segment that any
 * process may have written. Safe for use by many threads.
 */
public sealed interface SchemaComparison permits JsonSchemaComparison, ProtobufComparison {

	/**
	 * The comparison of a format's schemas.
	 * @param format the form of the messages
	 * @return the comparison
	 */
	static SchemaComparison of(WireFormat format) {
		return switch (format) {
			case MESSAGE_PACK -> JsonSchemaComparison.INSTANCE;
			case PROTOBUF -> ProtobufComparison.INSTANCE;
		};
	}

	/**
	 * Returns what keeps a reader that asks for one schema from reading samples of
	 * another.
	 * @param asked the schema of the reader
	 * @param found the schema of the segment
	 * @return the differences that matter, each as a clause for people; none if every
	 * sample of that segment can be read
	 */
	List<String> differences(SchemaIdentity asked, SchemaIdentity found);

	/**
	 * Returns what one side has and the other does not, where that keeps no reader from
	 * reading.
	 * @param asked the schema of the reader
	 * @param found the schema of the segment
	 * @return clauses for people, in one line each; none if there is nothing, there are
	 * differences, or the codec keeps what a reader does not know
	 */
	default List<String> remarks(SchemaIdentity asked, SchemaIdentity found) {
		return List.of();
	}

	/**
	 * Returns where two schemas part that mean the same.
	 * @param asked the schema of the reader
	 * @param found the schema of the segment, another one
	 * @return a clause for people
	 */
	String parting(SchemaIdentity asked, SchemaIdentity found);

}
