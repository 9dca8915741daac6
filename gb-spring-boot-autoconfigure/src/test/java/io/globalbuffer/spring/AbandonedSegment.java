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
		long stamp = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		new SegmentFile(directory.resolve("gb_" + segment)).putLong(SegmentFile.HEARTBEAT, stamp);
	}

}
