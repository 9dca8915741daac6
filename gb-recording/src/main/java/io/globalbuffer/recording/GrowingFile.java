// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A new file that grows at its end. What is appended is collected until it is flushed. An
 * interrupt does not close it, as it would a channel.
 */
final class GrowingFile implements Closeable {

	private final RandomAccessFile file;

	private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

	private long length;

	GrowingFile(Path path) throws IOException {
		// refuses one that is there
		Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
		this.file = new RandomAccessFile(path.toFile(), "rw");
	}

	void append(byte[] bytes) {
		this.pending.writeBytes(bytes);
		this.length += bytes.length;
	}

	int pending() {
		return this.pending.size();
	}

	long length() {
		return this.length;
	}

	/** Hands all to the kernel. */
	void flush() throws IOException {
		this.file.seek(this.length - this.pending.size());
		this.pending.writeTo(new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				GrowingFile.this.file.write(value);
			}

			@Override
			public void write(byte[] bytes, int offset, int count) throws IOException {
				GrowingFile.this.file.write(bytes, offset, count);
			}

		});
		this.pending.reset();
	}

	/** Writes the beginning of the file anew. */
	void rewriteStart(byte[] bytes) throws IOException {
		this.file.seek(0);
		this.file.write(bytes);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
