// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.recording.internal.value.InvalidValueException;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.recording.internal.value.SampleValues;
import io.globalbuffer.schema.MessageLayout;

/**
 * Writes messages: a line of JSON each, with their exact bytes.
 */
final class MessagePartWriter implements PartWriter {

	private final SampleValues values;

	private final GrowingFile lines;

	MessagePartWriter(StreamFolder folder, int number, MessageLayout layout) throws IOException {
		this.values = SampleValues.of(layout);
		this.lines = new GrowingFile(folder.file(number, StreamFolder.LINES));
	}

	@Override
	public void append(RecordedRow row, byte[] bytes) {
		String line = "{\"sequence\":" + row.sequence() + ",\"missed\":" + row.missed() + ",\"written_at\":"
				+ Json.line(row.writtenAt()) + ",\"recorded_at\":" + Json.line(row.recordedAt()) + ",\"message\":"
				+ message(bytes) + ",\"bytes\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}\n";
		this.lines.append(line.getBytes(StandardCharsets.UTF_8));
	}

	private String message(byte[] bytes) {
		try {
			return Json.line(this.values.decode(bytes));
		}
		catch (InvalidValueException | GlobalBufferException | UncheckedIOException ex) {
			// the bytes are there all the same
			return "null";
		}
	}

	@Override
	public int pending() {
		return this.lines.pending();
	}

	@Override
	public long length() {
		return this.lines.length();
	}

	@Override
	public void flush() throws IOException {
		this.lines.flush();
	}

	@Override
	public void close() throws IOException {
		this.lines.close();
	}

}
