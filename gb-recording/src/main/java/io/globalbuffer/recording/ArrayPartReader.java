// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.recording.internal.value.InvalidValueException;
import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.schema.ArrayLayout;

/**
 * Reads arrays. What was killed may have left one of the two files shorter than the
 * other, or than its header says: the least counts.
 */
final class ArrayPartReader implements PartReader {

	private final String stream;

	private final ArrayLayout layout;

	private final int sampleSize;

	private final Npy.Extent elementsExtent;

	private final Npy.Extent indexExtent;

	private final long count;

	private final RandomAccessFile elements;

	private final RandomAccessFile index;

	private long next;

	ArrayPartReader(StreamFolder folder, int number, String stream, ArrayLayout layout) throws IOException {
		this.stream = stream;
		this.layout = layout;
		this.sampleSize = Math.toIntExact(layout.sampleSize());
		Path elements = folder.file(number, StreamFolder.ELEMENTS);
		Path index = folder.file(number, StreamFolder.INDEX);
		this.elementsExtent = extent(elements, this.sampleSize);
		this.indexExtent = extent(index, RecordedRow.BYTES);
		this.count = Math.min(this.elementsExtent.count(), this.indexExtent.count());
		// of a part that had just begun, the facts may be all there is
		this.elements = open((this.count > 0) ? elements : folder.file(number, StreamFolder.FACTS));
		this.index = open((this.count > 0) ? index : folder.file(number, StreamFolder.FACTS));
	}

	private static RandomAccessFile open(Path file) throws IOException {
		return new RandomAccessFile(file.toFile(), "r");
	}

	private static Npy.Extent extent(Path file, int rowSize) throws IOException {
		if (!Files.exists(file)) {
			return new Npy.Extent(0, 0);
		}
		try (InputStream source = new BufferedInputStream(Files.newInputStream(file))) {
			Npy.Extent stated = Npy.extent(source);
			long rows = (rowSize > 0) ? (Files.size(file) - stated.offset()) / rowSize : stated.count();
			return new Npy.Extent(stated.offset(), Math.min(stated.count(), rows));
		}
		catch (InvalidValueException ex) {
			// killed before its header was whole
			return new Npy.Extent(0, 0);
		}
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public Optional<RecordedRow> first() throws IOException {
		return (this.count > 0) ? Optional.of(row(0)) : Optional.empty();
	}

	@Override
	public Optional<RecordedRow> last() throws IOException {
		return (this.count > 0) ? Optional.of(row(this.count - 1)) : Optional.empty();
	}

	private RecordedRow row(long number) throws IOException {
		byte[] bytes = new byte[RecordedRow.BYTES];
		this.index.seek(this.indexExtent.offset() + number * RecordedRow.BYTES);
		this.index.readFully(bytes);
		return RecordedRow.get(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
	}

	@Override
	public void skipTo(Instant from) throws IOException {
		long low = this.next;
		long high = this.count;
		while (low < high) {
			long middle = (low + high) >>> 1;
			if (row(middle).time().isBefore(from)) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		this.next = low;
	}

	@Override
	public Optional<RecordedSample> next() throws IOException {
		if (this.next == this.count) {
			return Optional.empty();
		}
		byte[] bytes = new byte[this.sampleSize];
		this.elements.seek(this.elementsExtent.offset() + this.next * this.sampleSize);
		this.elements.readFully(bytes);
		return Optional.of(row(this.next++).sample(this.stream, this.layout, bytes));
	}

	@Override
	public void close() throws IOException {
		try (this.elements; this.index) {
			// both, even if one fails
		}
	}

}
