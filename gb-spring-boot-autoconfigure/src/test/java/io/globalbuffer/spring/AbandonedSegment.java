package io.globalbuffer.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Segments as processes leave them that were killed.
 */
public final class AbandonedSegment {

	private static final int HEARTBEAT_OFFSET = 56;

	private AbandonedSegment() {
	}

	/**
	 * Makes a segment that its writer closed look as if that had been killed.
	 */
	public static void in(Path directory, String segment) {
		long stamp = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
		ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, stamp);
		try (FileChannel file = FileChannel.open(directory.resolve("gb_" + segment), StandardOpenOption.WRITE)) {
			file.write(bytes, HEARTBEAT_OFFSET);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
