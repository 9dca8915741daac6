// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ExtensionLayout;

/**
 * The bytes of a segment, read and changed behind the back of whoever has it open, as
 * another process could.
 */
public final class SegmentFile {

	public static final int STRIDE = 16;

	public static final int COUNT = 40;

	public static final int PID = 48;

	public static final int HEARTBEAT = 56;

	public static final int LOCK = 0;

	public static final int SEQUENCE = 8;

	public static final int REGISTRY = 4096;

	public static final int EXTENSION = 8128;

	public static final int FEATURES = 8132;

	public static final int EVENT = 8136;

	public static final int INCARNATION = 8144;

	public static final int START_TIME = 8152;

	public static final int SLOTS_START = 8192;

	private final Path path;

	public SegmentFile(Path path) {
		this.path = path;
	}

	public int getInt(long offset) {
		return transfer(offset, Integer.BYTES, null).getInt(0);
	}

	public long getLong(long offset) {
		return transfer(offset, Long.BYTES, null).getLong(0);
	}

	/** Some bytes, in hexadecimal digits. */
	String getHex(long offset, int bytes) {
		return HexFormat.of().formatHex(transfer(offset, bytes, null).array());
	}

	public void putInt(long offset, int value) {
		transfer(offset, Integer.BYTES, (buffer) -> buffer.putInt(0, value));
	}

	public void putLong(long offset, long value) {
		transfer(offset, Long.BYTES, (buffer) -> buffer.putLong(0, value));
	}

	/** Where a slot lies. */
	long slot(int index) {
		return SLOTS_START + index * getLong(STRIDE);
	}

	/**
	 * Takes away what only a Java writer leaves: as if Python had written the segment.
	 */
	void forgetExtension() {
		for (long offset = EXTENSION; offset < SLOTS_START; offset += Long.BYTES) {
			putLong(offset, 0);
		}
	}

	/** Takes away that the writer wakes readers, as if it were one that cannot. */
	void wakeNobody() {
		putInt(FEATURES, getInt(FEATURES) & ~ExtensionLayout.FEATURE_WAKES);
	}

	/** Opens the file for writing, as each Python process that attaches does. */
	FileChannel hold() {
		try {
			return FileChannel.open(this.path, StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Makes the file shorter or longer. */
	void resize(long size) {
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.WRITE)) {
			if (size < channel.size()) {
				channel.truncate(size);
			}
			else {
				channel.write(ByteBuffer.allocate(1), size - 1);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ByteBuffer transfer(long offset, int bytes, @Nullable Consumer<ByteBuffer> change) {
		ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		try (FileChannel channel = FileChannel.open(this.path,
				(change != null) ? StandardOpenOption.WRITE : StandardOpenOption.READ)) {
			if (change == null) {
				channel.read(buffer, offset);
			}
			else {
				change.accept(buffer);
				channel.write(buffer, offset);
			}
			return buffer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
