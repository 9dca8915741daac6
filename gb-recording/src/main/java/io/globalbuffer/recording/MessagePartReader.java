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

import org.jspecify.annotations.Nullable;

import io.globalbuffer.schema.MessageLayout;

/**
 * Reads messages. A line without its line feed does not count.
 */
final class MessagePartReader implements PartReader {

	private static final int BLOCK = 1 << 16;

	private final String stream;

	private final MessageLayout layout;

	private final Path file;

	private final InputStream source;

	private long count;

	private long lastLine;

	private long next;

	private @Nullable RecordedSample ahead;

	MessagePartReader(StreamFolder folder, int number, String stream, MessageLayout layout) throws IOException {
		this.stream = stream;
		this.layout = layout;
		this.file = folder.file(number, StreamFolder.LINES);
		if (Files.exists(this.file)) {
			scan();
			this.source = new BufferedInputStream(Files.newInputStream(this.file), BLOCK);
		}
		else {
			this.source = InputStream.nullInputStream();
		}
	}

	private void scan() throws IOException {
		try (InputStream blocks = Files.newInputStream(this.file)) {
			byte[] block = new byte[BLOCK];
			long position = 0;
			long begin = 0;
			for (int length = blocks.read(block); length > 0; length = blocks.read(block)) {
				for (int index = 0; index < length; index++) {
					if (block[index] == '\n') {
						this.count++;
						this.lastLine = begin;
						begin = position + index + 1;
					}
				}
				position += length;
			}
		}
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public Optional<RecordedRow> first() throws IOException {
		return rowAt(0);
	}

	@Override
	public Optional<RecordedRow> last() throws IOException {
		return rowAt(this.lastLine);
	}

	private Optional<RecordedRow> rowAt(long position) throws IOException {
		if (this.count == 0) {
			return Optional.empty();
		}
		try (InputStream lines = new BufferedInputStream(Files.newInputStream(this.file))) {
			lines.skipNBytes(position);
			return Optional.of(parse(line(lines)).row());
		}
	}

	private MessageLine parse(byte[] line) throws IOException {
		try {
			return MessageLine.read(line);
		}
		catch (IOException ex) {
			throw new IOException("a line of '" + this.file + "' is no recorded message: " + ex.getMessage(), ex);
		}
	}

	private static byte[] line(InputStream source) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = source.read(); next >= 0 && next != '\n'; next = source.read()) {
			line.write(next);
		}
		return line.toByteArray();
	}

	@Override
	public void skipTo(Instant from) throws IOException {
		Optional<RecordedSample> sample = next();
		while (sample.isPresent() && sample.get().time().isBefore(from)) {
			sample = next();
		}
		this.ahead = sample.orElse(null);
	}

	@Override
	public Optional<RecordedSample> next() throws IOException {
		RecordedSample kept = this.ahead;
		if (kept != null) {
			this.ahead = null;
			return Optional.of(kept);
		}
		if (this.next == this.count) {
			return Optional.empty();
		}
		this.next++;
		MessageLine line = parse(line(this.source));
		return Optional.of(line.row().sample(this.stream, this.layout, line.bytes()));
	}

	@Override
	public void close() throws IOException {
		this.source.close();
	}

}
