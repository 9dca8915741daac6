// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

/**
 * The bytes of a whole segment, to be damaged and stored.
 */
final class SegmentImage {

	static final int SLOTS_START = 8192;

	static final int EXTENSION = 8128;

	private static final int SAMPLES = 5;

	private final ByteBuffer bytes;

	private SegmentImage(byte[] bytes) {
		this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Of a ring of three arrays of two doubles, with five written, all words of each its
	 * sequence.
	 */
	static SegmentImage ofArrays(Path directory) {
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("image", ArraySpec.of(DType.FLOAT64, 2))
			.directory(directory)
			.capacity(3)
			.open()) {
			for (int sequence = 0; sequence < SAMPLES; sequence++) {
				writer.write(new double[] { sequence, sequence });
			}
			return take(writer);
		}
	}

	/** Of a ring of three messages, with five written. */
	static SegmentImage ofMessages(Path directory) {
		MessageSpec<Map<String, Object>> spec = MessageSpec.map().maxBytes(64).schema("{\"title\":\"V\"}");
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("image", spec)
			.directory(directory)
			.capacity(3)
			.open()) {
			for (int sequence = 0; sequence < SAMPLES; sequence++) {
				writer.write(Map.of("sequence", sequence, "text", "v"));
			}
			return take(writer);
		}
	}

	private static SegmentImage take(BufferWriter<?> writer) {
		try {
			byte[] bytes = Files.readAllBytes(writer.path());
			writer.unlink();
			return new SegmentImage(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static SegmentImage of(byte[] bytes) {
		return new SegmentImage(bytes);
	}

	SegmentImage copy() {
		return new SegmentImage(this.bytes.array().clone());
	}

	int size() {
		return this.bytes.capacity();
	}

	/** A field of four or eight bytes. */
	long get(int offset, int width) {
		return (width == Integer.BYTES) ? this.bytes.getInt(offset) : this.bytes.getLong(offset);
	}

	SegmentImage put(int offset, int width, long value) {
		if (width == Integer.BYTES) {
			this.bytes.putInt(offset, (int) value);
		}
		else {
			this.bytes.putLong(offset, value);
		}
		return this;
	}

	/** As much of it as fits. */
	SegmentImage put(int offset, byte[] value) {
		this.bytes.put(offset, value, 0, Math.min(value.length, size() - offset));
		return this;
	}

	/** Makes it the content of a new file, which only this user may use. */
	void store(Path path) {
		try {
			Files.deleteIfExists(path);
			Files.write(path, this.bytes.array());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Makes it the content of a file that others have mapped. */
	void storeInPlace(Path path) {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
			channel.write(this.bytes.duplicate().clear(), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
