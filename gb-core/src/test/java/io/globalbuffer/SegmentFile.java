package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a segment, read and changed behind the back of whoever has it open, as
 * another process could.
 */
final class SegmentFile {

	static final long STRIDE = 16;

	static final long COUNT = 40;

	static final long PID = 48;

	static final long HEARTBEAT = 56;

	static final long LOCK = 0;

	static final long SEQUENCE = 8;

	static final long EXTENSION = 8128;

	static final long FEATURES = 8132;

	static final long INCARNATION = 8144;

	private static final long SLOTS_START = 8192;

	private final Path path;

	SegmentFile(Path path) {
		this.path = path;
	}

	int getInt(long offset) {
		return transfer(offset, Integer.BYTES, null).getInt(0);
	}

	long getLong(long offset) {
		return transfer(offset, Long.BYTES, null).getLong(0);
	}

	void putInt(long offset, int value) {
		transfer(offset, Integer.BYTES, (buffer) -> buffer.putInt(0, value));
	}

	void putLong(long offset, long value) {
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
		try (FileChannel channel = FileChannel.open(this.path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
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
