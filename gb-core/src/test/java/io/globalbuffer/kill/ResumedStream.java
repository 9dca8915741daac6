// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one reader after the other noted of a stream whose segments were replaced, and
 * whether it is exact: each sample is delivered or within a reported gap, and only what
 * was in flight when a reader was killed is delivered again.
 */
public final class ResumedStream {

	/** What the samples are. */
	public static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 16);

	/** From the values of one segment to those of the next. */
	public static final long SEGMENT = 1_000_000_000;

	private final List<Note> notes;

	/** Samples in each segment that was left. */
	private final Map<Long, Long> totals;

	private long segment = -1;

	/** In that segment: all before it is delivered or within a reported gap. */
	private long next;

	/** Where what was in flight begins when the last reader was killed. */
	private long inFlight;

	private long again;

	private long gaps;

	private ResumedStream(List<Note> notes, Map<Long, Long> totals) {
		this.notes = notes;
		this.totals = totals;
	}

	/**
	 * Judges what was noted.
	 * @param file the notes
	 * @param totals how many samples there were in each segment that was left
	 * @return what was seen
	 */
	static ResumedStream of(Path file, Map<Long, Long> totals) throws IOException {
		return of(Note.read(file), totals);
	}

	/**
	 * Judges what was noted.
	 * @param notes the notes
	 * @param totals how many samples there were in each segment that was left
	 * @return what was seen
	 */
	public static ResumedStream of(List<Note> notes, Map<Long, Long> totals) {
		ResumedStream stream = new ResumedStream(notes, totals);
		stream.judge();
		return stream;
	}

	private void judge() {
		Note before = null;
		for (Note note : this.notes) {
			boolean sameRun = before != null && before.run == note.run;
			assertThat(note.segment()).as(note::toString).isGreaterThanOrEqualTo(this.segment);
			if (before == null) {
				this.segment = note.segment();
				this.next = note.sequence() - note.missed;
			}
			else if (note.segment() != this.segment) {
				goOver(note, before);
			}
			else if (sameRun) {
				assertThat(note.sequence() - note.missed).as("after %s: %s", before, note)
					.isEqualTo(before.sequence() + 1);
			}
			else {
				assertThat(note.sequence() - note.missed).as("after a kill, %s: %s", before, note)
					.isBetween(this.inFlight, this.next);
				this.again += Math.max(0, this.next - note.sequence());
			}
			boolean beginsUnit = before == null || !sameRun || before.left == 1;
			if (beginsUnit) {
				// with the gap before it, which is reported again with it
				this.inFlight = Math.max(0, note.sequence() - note.missed);
			}
			this.next = Math.max(this.next, note.sequence() + 1);
			this.gaps += (note.missed > 0) ? 1 : 0;
			before = note;
		}
	}

	/** Everything in the new segment counts, and what a reader left behind itself. */
	private void goOver(Note note, Note before) {
		long owed = note.missed - note.sequence();
		long left = Objects.requireNonNull(this.totals.get(this.segment)) - before.sequence() - 1;
		if (before.run == note.run && note.segment() == this.segment + 1) {
			assertThat(owed).as("owed after %s: %s", before, note).isEqualTo(left);
		}
		else {
			assertThat(owed).as("owed after %s: %s", before, note).isNotNegative();
		}
		this.segment = note.segment();
		this.next = 0;
	}

	/**
	 * The first sample of the last segment that nobody has come to.
	 * @return a sequence
	 */
	public long next() {
		return this.next;
	}

	/**
	 * The last segment that somebody has come to.
	 * @return its number
	 */
	public long segment() {
		return this.segment;
	}

	@Override
	public String toString() {
		return this.notes.stream().map(Note::run).distinct().count() + " readers, " + this.notes.size()
				+ " samples delivered, " + this.again + " of them again, " + this.gaps + " gaps reported, in "
				+ this.notes.stream().map(Note::segment).distinct().count() + " segments";
	}

	/**
	 * A sample that was delivered.
	 *
	 * @param run which reader noted it
	 * @param value what it holds: its segment and its sequence
	 * @param missed the gap reported with it
	 * @param left samples of the same batch from it on
	 */
	public record Note(long run, long value, long missed, long left) {

		static final int BYTES = 4 * Long.BYTES;

		/**
		 * Read what was noted.
		 * @param file the notes
		 * @return them, in their order
		 * @throws IOException if that fails
		 */
		public static List<Note> read(Path file) throws IOException {
			ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
			List<Note> notes = new ArrayList<>();
			while (bytes.hasRemaining()) {
				notes.add(new Note(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong()));
			}
			return notes;
		}

		/**
		 * Write notes behind one another, with one call to the system, which a kill does
		 * not divide.
		 * @param notes the notes
		 * @param file where to
		 * @throws IOException if that fails
		 */
		public static void append(List<Note> notes, FileChannel file) throws IOException {
			ByteBuffer bytes = ByteBuffer.allocate(notes.size() * BYTES);
			notes
				.forEach((note) -> bytes.putLong(note.run).putLong(note.value).putLong(note.missed).putLong(note.left));
			file.write(bytes.flip());
		}

		long segment() {
			return this.value / SEGMENT;
		}

		long sequence() {
			return this.value % SEGMENT;
		}

	}

}
