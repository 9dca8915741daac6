// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.List;
import java.util.Optional;

/**
 * Compares the schemas of protobuf streams: what a field of the reader's class needs, the
 * writer's must have. Names of files, options, comments, and fields and enum values that
 * only the writer knows do not count. A type from another file counts by its name, since
 * a segment holds the descriptor of one file only.
 * <p>
 * Needs {@code protobuf-java} as soon as there is something to compare.
 */
final class ProtobufComparison implements SchemaComparison {

	static final ProtobufComparison INSTANCE = new ProtobufComparison();

	private ProtobufComparison() {
	}

	@Override
	public List<String> differences(SchemaIdentity asked, SchemaIdentity found) {
		if (asked.isNone() || found.isNone() || asked.equals(found)) {
			return List.of();
		}
		Optional<ProtobufFile> askedFile = ProtobufFile.parse(asked);
		Optional<ProtobufFile> foundFile = ProtobufFile.parse(found);
		if (askedFile.isEmpty() || foundFile.isEmpty()) {
			return List.of((askedFile.isEmpty() ? "the schema asked for" : "the segment's schema")
					+ " is not the descriptor of a protobuf message, and the bytes of the two differ");
		}
		return new ProtobufWalk(askedFile.get(), foundFile.get()).differences();
	}

	@Override
	public String parting(SchemaIdentity asked, SchemaIdentity found) {
		return "the descriptors differ only in what decoding does not depend on, such as the path of the .proto file, its options, and fields that the reader does not know: "
				+ path(asked) + " is asked for, the segment has " + path(found);
	}

	private static String path(SchemaIdentity identity) {
		return ProtobufFile.parse(identity).map(ProtobufFile::path).orElse("something else");
	}

}
