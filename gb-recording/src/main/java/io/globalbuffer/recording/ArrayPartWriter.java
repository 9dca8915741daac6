// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

	private ArrayPartWriter(ArraySpec<?> spec, GrowingFile elements, GrowingFile index) throws IOException {
		this.description = "'" + Npy.code(spec.dtype()) + "'";
		this.shape = spec.shape();
		this.elements = elements;
		this.index = index;
		this.elements.append(elementsHeader());
		this.index.append(indexHeader());
		flush();
	}

	static ArrayPartWriter create(StreamFolder folder, int number, ArraySpec<?> spec) throws IOException {
		List<GrowingFile> files = new ArrayList<>();
		try {
			files.add(new GrowingFile(folder.file(number, StreamFolder.ELEMENTS)));
			files.add(new GrowingFile(folder.file(number, StreamFolder.INDEX)));
			return new ArrayPartWriter(spec, files.getFirst(), files.getLast());
		}
		catch (IOException ex) {
			for (GrowingFile file : files) {
				file.close();
			}
			throw ex;
		}
	}

	private byte[] elementsHeader() {
		return Npy.growingHeader(this.description, this.count, this.shape);
	}

	private byte[] indexHeader() {
		return Npy.growingHeader(RecordedRow.DESCRIPTION, this.count);
	}

	@Override
	public void append(RecordedRow row, byte[] bytes) {
		this.index.append(row.bytes());
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
