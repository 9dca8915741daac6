// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.SegmentFile;

/**
 * Segments as processes leave them that were killed.
 */
public final class AbandonedSegment {

	private AbandonedSegment() {
	}

	/**
	 * Makes a segment that its writer closed look as if that had been killed.
	 */
	public static void in(Path directory, String segment) {
		stamp(new SegmentFile(directory.resolve("gb_" + segment)), 0);
	}

	/**
	 * Makes a segment that its writer closed look as if that had held no lock, as
	 * Python's do, and had been killed a minute ago.
	 */
	public static void ofPythonIn(Path directory, String segment) {
		SegmentFile file = new SegmentFile(directory.resolve("gb_" + segment));
		file.putInt(SegmentFile.FEATURES, 0);
		stamp(file, TimeUnit.MINUTES.toMillis(1));
	}

	private static void stamp(SegmentFile file, long millisAgo) {
		file.putLong(SegmentFile.HEARTBEAT, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - millisAgo));
	}

}
