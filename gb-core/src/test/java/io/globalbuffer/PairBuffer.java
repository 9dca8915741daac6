// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The buffer {@code b} of pairs of {@code int64}, in a directory of the test.
 */
final class PairBuffer {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 2);

	private final SegmentDirectory directory;

	PairBuffer(SegmentDirectory directory) {
		this.directory = directory;
	}

	/** Writes pairs of each value from the first to the one before the last. */
	static void write(ArrayWriter<long[]> writer, long from, long to) {
		for (long value = from; value < to; value++) {
			writer.write(new long[] { value, value });
		}
	}

	ArrayWriter<long[]> create(int capacity) {
		return GlobalBuffer.create("b", SPEC).directory(this.directory.path()).capacity(capacity).open();
	}

	ArrayReader<long[]> attach() {
		return attach(StartPosition.NEW);
	}

	ArrayReader<long[]> attach(StartPosition start) {
		return GlobalBuffer.attach("b").directory(this.directory.path()).startFrom(start).asArray(SPEC);
	}

}
