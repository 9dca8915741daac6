// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import org.jspecify.annotations.Nullable;

/**
 * A line of a part with messages.
 *
 * @param row what stands beside the bytes
 * @param bytes the message as it was in the stream
 */
@SuppressWarnings("ArrayRecordComponent")
record MessageLine(RecordedRow row, byte[] bytes) {

	/** The message itself may be of any size and depth, and is passed over. */
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxStringLength(Integer.MAX_VALUE)
			.maxNameLength(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxNestingDepth(Integer.MAX_VALUE)
			.build())
		.build();

	static MessageLine read(byte[] line) throws IOException {
		long sequence = -1;
		long missed = 0;
		@Nullable Instant writtenAt = null;
		@Nullable Instant recordedAt = null;
		byte @Nullable [] bytes = null;
		try (JsonParser parser = FACTORY.createParser(line)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.FIELD_NAME) {
				String name = parser.currentName();
				parser.nextToken();
				switch (name) {
					case "sequence" -> sequence = parser.getLongValue();
					case "missed" -> missed = parser.getLongValue();
					case "written_at" -> writtenAt = instant(parser);
					case "recorded_at" -> recordedAt = instant(parser);
					case "bytes" -> bytes = parser.getBinaryValue();
					default -> parser.skipChildren();
				}
			}
		}
		if (sequence < 0 || recordedAt == null || bytes == null) {
			throw new IOException("it has no sequence, recorded_at or bytes");
		}
		return new MessageLine(new RecordedRow(sequence, missed, Optional.ofNullable(writtenAt), recordedAt), bytes);
	}

	private static @Nullable Instant instant(JsonParser parser) throws IOException {
		try {
			return parser.hasToken(JsonToken.VALUE_NULL) ? null : Instant.parse(parser.getText());
		}
		catch (DateTimeException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

}
