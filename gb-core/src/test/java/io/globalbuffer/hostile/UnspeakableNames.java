// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that no Java program can name by a text, in some locales or in all: made by a
 * shell, as any process can.
 */
final class UnspeakableNames {

	/** After the prefix, as {@code printf} understands them. */
	static final List<String> ESCAPED = List.of("", "back\\\\slash", "line\\nfeed", "\\303\\244", "not\\377utf8\\376",
			"tab\\tpercent%%41");

	private UnspeakableNames() {
	}

	/** Copies a segment to files of such names, beside it. */
	static void copy(Path segment) throws IOException, InterruptedException {
		for (String name : ESCAPED) {
			Child
				.run(List.of("sh", "-c", "cp \"$1\" \"$(dirname \"$1\")/$(printf \"gb_$2\")\"", "sh",
						segment.toString(), name))
				.requireSuccess();
		}
	}

}
