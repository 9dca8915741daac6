// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
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

	private static final Npy.Extent NOTHING = new Npy.Extent(0, 0);

	private final String stream;

	private final ArrayLayout layout;

	private final Path elements;

	private final Path index;

	private final int sampleSize;

	private final Npy.Extent elementsExtent;

	private final Npy.Extent indexExtent;

	private final long count;

	private final Optional<RecordedRow> first;

	private final Optional<RecordedRow> last;

	ArrayPartReader(StreamFolder folder, int number, String stream, ArrayLayout layout) throws IOException {
		this.stream = stream;
		this.layout = layout;
		this.sampleSize = Math.toIntExact(layout.sampleSize());
		this.elements = folder.file(number, StreamFolder.ELEMENTS);
		this.index = folder.file(number, StreamFolder.INDEX);
		this.elementsExtent = extent(this.elements, this.sampleSize);
		this.indexExtent = extent(this.index, RecordedRow.BYTES);
		this.count = Math.min(this.elementsExtent.count(), this.indexExtent.count());
		this.first = row(0);
		this.last = row(this.count - 1);
	}

	private static Npy.Extent extent(Path file, int rowSize) throws IOException {
		if (!Files.exists(file)) {
			return NOTHING;
		}
		try (InputStream source = new BufferedInputStream(Files.newInputStream(file))) {
			Npy.Extent stated = Npy.extent(source);
			long rows = (rowSize > 0) ? (Files.size(file) - stated.offset()) / rowSize : stated.count();
			return new Npy.Extent(stated.offset(), Math.min(stated.count(), rows));
		}
		catch (InvalidValueException ex) {
			// killed before its header was whole
			return NOTHING;
		}
	}

	private Optional<RecordedRow> row(long number) throws IOException {
		if (this.count == 0) {
			return Optional.empty();
		}
		try (DataInputStream rows = rows(number)) {
			return Optional.of(RecordedRow.read(rows));
		}
	}

	private DataInputStream rows(long number) throws IOException {
		return openAt(this.index, this.indexExtent.offset() + number * RecordedRow.BYTES);
	}

	private static DataInputStream openAt(Path file, long offset) throws IOException {
		// which, unlike a channel, an interrupt does not close
		InputStream source = Files.newInputStream(file);
		try {
			source.skipNBytes(offset);
			return new DataInputStream(new BufferedInputStream(source));
		}
		catch (IOException ex) {
			source.close();
			throw ex;
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
			// the files need not be there
			return PartCursor.EMPTY;
		}
		DataInputStream rows = rows(0);
		try {
			return new Cursor(rows, openAt(this.elements, this.elementsExtent.offset()), from);
		}
		catch (IOException ex) {
			rows.close();
			throw ex;
		}
	}

	/**
	 * Both files side by side.
	 */
	private final class Cursor implements PartCursor {

		private final DataInputStream rows;

		private final DataInputStream samples;

		private final Instant from;

		private long next;

		Cursor(DataInputStream rows, DataInputStream samples, Instant from) {
			this.rows = rows;
			this.samples = samples;
			this.from = from;
		}

		@Override
		public Optional<RecordedSample> next() throws IOException {
			int size = ArrayPartReader.this.sampleSize;
			while (this.next < ArrayPartReader.this.count) {
				this.next++;
				RecordedRow row = RecordedRow.read(this.rows);
				if (!row.time().isBefore(this.from)) {
					byte[] bytes = new byte[size];
					this.samples.readFully(bytes);
					return Optional.of(row.sample(ArrayPartReader.this.stream, ArrayPartReader.this.layout, bytes));
				}
				this.samples.skipNBytes(size);
			}
			return Optional.empty();
		}

		@Override
		public void close() throws IOException {
			try (this.rows; this.samples) {
				// both, even if one fails
			}
		}

	}

}
