// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.recording.internal.value.Element;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.InvalidValueException;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.recording.internal.value.ProtobufMessages;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Where samples to be written come from.
 */
@FunctionalInterface
interface SampleSource {

	/**
	 * Returns the bytes of the next sample.
	 * @return them; {@code null} at the end
	 * @throws CommandException if the input is no sample
	 * @throws IOException if it cannot be read
	 */
	byte @Nullable [] next() throws IOException;

	/**
	 * The rows of an array of numpy's.
	 */
	static SampleSource rows(InputStream input, Npy.Rows rows) {
		int rowSize = Math.toIntExact(rows.spec().byteSize());
		long[] left = { rows.count() };
		return () -> {
			if (left[0] == 0) {
				return null;
			}
			byte[] row = input.readNBytes(rowSize);
			if (row.length < rowSize) {
				throw new CommandException("The .npy ends before its last " + left[0] + " samples");
			}
			left[0]--;
			return row;
		};
	}

	/**
	 * Lines of JSON, for a stream of that layout.
	 */
	static SampleSource jsonLines(InputStream input, BufferLayout layout) {
		Encoder encoder = encoder(layout);
		long[] number = { 0 };
		return () -> {
			byte[] line = line(input);
			number[0]++;
			while (line != null && new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
				line = line(input);
				number[0]++;
			}
			if (line == null) {
				return null;
			}
			try {
				return encoder.encode(Json.read(line));
			}
			catch (InvalidValueException | CommandException | CodecException ex) {
				throw new CommandException("Line " + number[0] + ": " + ex.getMessage());
			}
		};
	}

	/** As bytes, which JSON's reader refuses if they are no text. */
	private static byte @Nullable [] line(InputStream input) throws IOException {
		int next = input.read();
		if (next < 0) {
			return null;
		}
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		while (next >= 0 && next != '\n') {
			line.write(next);
			next = input.read();
		}
		return line.toByteArray();
	}

	private static Encoder encoder(BufferLayout layout) {
		return switch (layout) {
			case ArrayLayout array -> (value) -> encode(array.spec(), value);
			case MessageLayout message -> {
				Encoder encoder = encoder(message);
				yield (value) -> checked(encoder.encode(value), message.maxBytes());
			}
		};
	}

	private static Encoder encoder(MessageLayout message) {
		return switch (message.format()) {
			case MESSAGE_PACK -> SampleSource::messagePack;
			case PROTOBUF -> ProtobufMessages.of(message.identity())::encode;
		};
	}

	private static byte[] messagePack(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(map);
		}
		throw new CommandException(
				"a message is an object, not " + ForeignText.shortened(Json.line(value), 40) + "; arrays need --dtype");
	}

	private static byte[] checked(byte[] message, long maxBytes) {
		if (message.length > maxBytes) {
			throw new CommandException("the message has " + message.length + " bytes, and the stream takes at most "
					+ maxBytes + ": --max-bytes says how many, of a new stream or with --replace");
		}
		return message;
	}

	private static byte[] encode(ArraySpec<?> spec, @Nullable Object value) {
		ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(spec.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
		Element element = new Element(spec.dtype());
		append(value, element, target, spec);
		if (target.hasRemaining()) {
			throw new CommandException("too few numbers for " + spec + ": " + target.position() / element.size());
		}
		return target.array();
	}

	/** Nested as the shape says, or flat. */
	private static void append(@Nullable Object value, Element element, ByteBuffer target, ArraySpec<?> spec) {
		if (value instanceof List<?> list) {
			list.forEach((inner) -> append(inner, element, target, spec));
		}
		else if (target.remaining() < element.size()) {
			throw new CommandException("too many numbers for " + spec);
		}
		else {
			element.put(target, value);
		}
	}

	/**
	 * Makes a sample of what a line says.
	 */
	@FunctionalInterface
	interface Encoder {

		byte[] encode(@Nullable Object value);

	}

}
