// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;

/**
 * Compares what two schemas mean, as {@link SchemaPolicy#COMPATIBLE} does. There is one
 * comparison for each codec, since each has schemas of its own kind. Whatever the bytes
 * of a schema are, a comparison ends soon and throws nothing: they come from a segment
 * that anybody may have written. Safe for use by many threads.
 */
public sealed interface SchemaComparison permits JsonSchemaComparison, ProtobufComparison, TextComparison {

	/**
	 * The comparison of a codec's schemas.
	 * @param codec the codec's number, as a segment's header states it
	 * @return the comparison; of the bytes alone where the codec's schemas are not known
	 */
	static SchemaComparison of(int codec) {
		return switch (codec) {
			case JsonSchemaComparison.CODEC -> JsonSchemaComparison.INSTANCE;
			case ProtobufComparison.CODEC -> ProtobufComparison.INSTANCE;
			default -> TextComparison.INSTANCE;
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
