// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.schema.MessageLayout;

/**
 * Reads messages. A line without its line feed does not count.
 */
final class MessagePartReader implements PartReader {

	private static final int BLOCK = 1 << 16;

	private final String stream;

	private final MessageLayout layout;

	private final Path file;

	private final long count;

	private final Optional<RecordedRow> first;

	private final Optional<RecordedRow> last;

	MessagePartReader(StreamFolder folder, int number, String stream, MessageLayout layout) throws IOException {
		this.stream = stream;
		this.layout = layout;
		this.file = folder.file(number, StreamFolder.LINES);
		Lines lines = Files.exists(this.file) ? Lines.of(this.file) : new Lines(0, 0);
		this.count = lines.count();
		this.first = rowAt(0);
		this.last = rowAt(lines.last());
	}

	private Optional<RecordedRow> rowAt(long position) throws IOException {
		if (this.count == 0) {
			return Optional.empty();
		}
		try (InputStream lines = new BufferedInputStream(Files.newInputStream(this.file))) {
			lines.skipNBytes(position);
			return Optional.of(read(lines).row());
		}
	}

	private MessageLine read(InputStream source) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = source.read(); next >= 0 && next != '\n'; next = source.read()) {
			line.write(next);
		}
		try {
			return MessageLine.read(line.toByteArray());
		}
		catch (IOException ex) {
			throw new IOException("a line of '" + this.file + "' is no recorded message: " + ex.getMessage(), ex);
		}
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public Optional<RecordedRow> first() {
		return this.first;
	}

	@Override
	public Optional<RecordedRow> last() {
		return this.last;
	}

	@Override
	public PartCursor samples(Instant from) throws IOException {
		if (this.count == 0) {
			// the file need not be there
			return PartCursor.EMPTY;
		}
		return new Cursor(new BufferedInputStream(Files.newInputStream(this.file), BLOCK), from);
	}

	/**
	 * What ends with a line feed.
	 *
	 * @param count how many lines there are
	 * @param last where the last one begins
	 */
	private record Lines(long count, long last) {

		static Lines of(Path file) throws IOException {
			try (InputStream source = Files.newInputStream(file)) {
				byte[] block = new byte[BLOCK];
				long count = 0;
				long last = 0;
				long position = 0;
				long begin = 0;
				for (int length = source.read(block); length > 0; length = source.read(block)) {
					for (int index = 0; index < length; index++) {
						if (block[index] == '\n') {
							count++;
							last = begin;
							begin = position + index + 1;
						}
					}
					position += length;
				}
				return new Lines(count, last);
			}
		}

	}

	/**
	 * Line by line.
	 */
	private final class Cursor implements PartCursor {

		private final InputStream lines;

		private final Instant from;

		private long next;

		Cursor(InputStream lines, Instant from) {
			this.lines = lines;
			this.from = from;
		}

		@Override
		public Optional<RecordedSample> next() throws IOException {
			while (this.next < MessagePartReader.this.count) {
				this.next++;
				MessageLine line = read(this.lines);
				if (!line.row().time().isBefore(this.from)) {
					return Optional.of(line.row()
						.sample(MessagePartReader.this.stream, MessagePartReader.this.layout, line.bytes()));
				}
			}
			return Optional.empty();
		}

		@Override
		public void close() throws IOException {
			this.lines.close();
		}

	}

}
