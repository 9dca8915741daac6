// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.schema.ArraySpec;

/**
 * Writes arrays: their elements and an index, both with headers that are rewritten once
 * the rows are there that they count.
 */
final class ArrayPartWriter implements PartWriter {

	private final String description;

	private final long[] shape;

	private final GrowingFile elements;

	private final GrowingFile index;

	private long count;

	ArrayPartWriter(StreamFolder folder, int number, ArraySpec<?> spec) throws IOException {
		this.description = "'" + Npy.code(spec.dtype()) + "'";
		this.shape = spec.shape();
		this.elements = new GrowingFile(folder.file(number, StreamFolder.ELEMENTS));
		this.index = new GrowingFile(folder.file(number, StreamFolder.INDEX));
		this.elements.append(elementsHeader());
		this.index.append(indexHeader());
		flush();
	}

	private byte[] elementsHeader() {
		return Npy.growingHeader(this.description, this.count, this.shape);
	}

	private byte[] indexHeader() {
		return Npy.growingHeader(RecordedRow.DESCRIPTION, this.count);
	}

	@Override
	public void append(RecordedRow row, byte[] bytes) {
		ByteBuffer entry = ByteBuffer.allocate(RecordedRow.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		row.put(entry);
		this.index.append(entry.array());
		this.elements.append(bytes);
		this.count++;
	}

	@Override
	public int pending() {
		return this.elements.pending() + this.index.pending();
	}

	@Override
	public long length() {
		return this.elements.length() + this.index.length();
	}

	@Override
	public void flush() throws IOException {
		this.elements.flush();
		this.index.flush();
		this.elements.rewriteStart(elementsHeader());
		this.index.rewriteStart(indexHeader());
	}

	@Override
	public void close() throws IOException {
		try (this.elements; this.index) {
			// both, even if one fails
		}
	}

}
