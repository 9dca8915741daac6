// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;

import io.globalbuffer.codec.WireFormat;

/**
 * Compares what two schemas mean, as {@link SchemaPolicy#COMPATIBLE} does. There is one
 * comparison for each codec, since each has schemas of its own kind. Whatever the bytes
 * of a schema are, a comparison ends soon and throws nothing: they come from a segment
 * that anybody may have written. Safe for use by many threads.
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
	 * What keeps somebody who asks for one schema from reading samples of another.
	 * @param asked the schema of who reads
	 * @param found the schema of the segment
	 * @return the differences that matter, each as a clause for people; none if every
	 * sample of that segment can be read
	 */
	List<String> differences(SchemaIdentity asked, SchemaIdentity found);

	/**
	 * What one side has and the other does not, where that keeps nobody from reading.
	 * @param asked the schema of who reads
	 * @param found the schema of the segment
	 * @return clauses for people, in one line each; none if there is nothing, there are
	 * differences, or the codec keeps what a reader does not know
	 */
	default List<String> remarks(SchemaIdentity asked, SchemaIdentity found) {
		return List.of();
	}

	/**
	 * Where two schemas part that mean the same.
	 * @param asked the schema of who reads
	 * @param found the schema of the segment, another one
	 * @return a clause for people
	 */
	String parting(SchemaIdentity asked, SchemaIdentity found);

}
