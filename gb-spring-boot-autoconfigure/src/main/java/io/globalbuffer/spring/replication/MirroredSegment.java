// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Position;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * The segment that a mirror writes. Each sample is noted before it is written, so that a
 * process that comes after a kill knows whether it was. For one thread at a time.
 */
final class MirroredSegment implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(MirroredSegment.class);

	/** For times before this one buffers have no room. */
	private static final long EARLIEST = TimeUnit.DAYS.toNanos(20 * 365);

	private static final long LATEST = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

	private final MirrorDefinition definition;

	private final MirrorWriters writers;

	private final MirrorJournal journal;

	/** {@code null} before it is known what it is to hold, and after it failed. */
	private @Nullable BufferWriter<byte[]> writer;

	/** What it is to hold; {@code null} while that is not known. */
	private @Nullable BufferLayout layout;

	private long specHash;

	/** The position before its first sample. */
	private Position local = Position.parse("0-0-0-0");

	/** How many samples it has. */
	private long count;

	/** Of the sample that is written. */
	private @Nullable TraceContext trace;

	/**
	 * Of the sample that was noted last; {@code null} if the next note is another one.
	 */
	private @Nullable Position origin;

	/** Where its record lies. */
	private int partition;

	/** Whether it is written here. */
	private boolean written;

	/** Also by another thread, if the one that writes does not come to an end. */
	private volatile boolean closed;

	MirroredSegment(MirrorDefinition definition, MirrorWriters writers, MirrorJournal journal) {
		this.definition = definition;
		this.writers = writers;
		this.journal = journal;
	}

	/**
	 * Takes over the segment that an earlier mirror left, if it is still there.
	 * @return what that one noted last, and whether it wrote that sample; empty if it
	 * noted nothing
	 */
	Optional<MirrorNote> resume() {
		Optional<MirrorNote> last = this.journal.note();
		if (last.isEmpty()) {
			return last;
		}
		MirrorNote note = last.get();
		boolean left = MirrorWriters.end(this.definition.buffer()).filter(note.local()::isSameSegment).isPresent();
		Optional<BufferLayout> found = left ? foundLayout() : Optional.empty();
		this.written = note.written();
		if (found.isPresent()) {
			BufferLayout before = found.get();
			this.layout = before;
			this.specHash = note.specHash();
			open(before, OnExisting.TAKE_OVER);
			this.written |= this.count > note.local().sequence();
		}
		found.ifPresent(this::hold);
		return Optional.of(note.written(this.written));
	}

	private Optional<BufferLayout> foundLayout() {
		return this.definition.buffer().findSegment().flatMap(SegmentInfo::layout);
	}

	/**
	 * Whether it holds what a stream holds.
	 * @param hash of the stream's spec
	 */
	boolean holds(long hash) {
		return this.layout != null && this.specHash == hash;
	}

	/**
	 * Has it hold what a stream holds: a segment that holds something else is replaced.
	 * @param spec what the stream holds
	 */
	void hold(StreamSpec spec) {
		hold(spec.layout());
		if (this.specHash != spec.hash()) {
			this.specHash = spec.hash();
			this.origin = null;
		}
	}

	private void hold(BufferLayout other) {
		BufferLayout wanted = this.definition.capacity().isPresent()
				? other.withCapacity(this.definition.capacity().getAsLong()) : other;
		if (!wanted.equals(this.layout)) {
			settle();
			this.layout = null;
			open(wanted);
			this.layout = wanted;
		}
	}

	private BufferWriter<byte[]> open(BufferLayout wanted) {
		return open(wanted,
				foundLayout().filter(wanted::equals).isPresent() ? OnExisting.TAKE_OVER : OnExisting.REPLACE);
	}

	private BufferWriter<byte[]> open(BufferLayout wanted, OnExisting onExisting) {
		if (this.closed) {
			throw new BufferClosedException("The mirror '" + this.definition.name() + "' is stopped");
		}
		BufferWriter<byte[]> opened = this.writers.open(this.definition.buffer(), wanted, onExisting, () -> this.trace);
		try {
			Position end = MirrorWriters.end(this.definition.buffer())
				.orElseThrow(() -> new GlobalBufferException("Segment " + opened.path() + " was removed"));
			this.local = end.at(0);
			this.count = end.sequence();
		}
		catch (RuntimeException | Error ex) {
			opened.close();
			throw ex;
		}
		this.origin = null;
		this.writer = opened;
		return opened;
	}

	/**
	 * Whether it has room for a sample.
	 * @param bytes its size
	 */
	boolean fits(int bytes) {
		return switch (this.layout) {
			case ArrayLayout array -> bytes == array.sampleSize();
			case MessageLayout message -> bytes <= message.sampleSize();
			case null -> false;
		};
	}

	/**
	 * Writes a sample.
	 * @param sample what is known of it
	 * @param value its bytes, which {@linkplain #fits fit}
	 * @param ledger what came before it
	 * @param partition where its record lies
	 * @param offset where its record lies in the partition
	 * @throws GlobalBufferException if it was not written: a later attempt may succeed
	 */
	void write(SampleHeaders sample, byte[] value, MirrorLedger ledger, int partition, long offset) {
		BufferWriter<byte[]> open = writer();
		note(sample, ledger, partition, offset);
		this.trace = sample.trace();
		long published = sample.published();
		try {
			long sequence = (published > EARLIEST && published < LATEST) ? open.write(value, instant(published))
					: open.writeBytes(value);
			this.count = sequence + 1;
			this.written = true;
		}
		catch (GlobalBufferException ex) {
			closeWriter();
			throw ex;
		}
	}

	private static Instant instant(long nanos) {
		return Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(nanos), nanos % TimeUnit.SECONDS.toNanos(1));
	}

	private BufferWriter<byte[]> writer() {
		BufferWriter<byte[]> open = this.writer;
		if (open != null) {
			return open;
		}
		if (this.layout == null) {
			throw new IllegalStateException("It is not known yet what the segment is to hold");
		}
		return open(this.layout);
	}

	private void note(SampleHeaders sample, MirrorLedger ledger, int partition, long offset) {
		Position segment = sample.segment();
		if (this.origin != null && this.origin.isSameSegment(segment) && this.partition == partition) {
			this.journal.advance(sample.sequence(), this.count, offset);
		}
		else {
			this.journal.note(new MirrorNote(segment.at(sample.sequence()), this.local.at(this.count), false,
					ledger.expectedBeside(segment), this.specHash, partition, offset));
			this.origin = segment;
			this.partition = partition;
		}
		this.written = false;
	}

	/**
	 * Looks whether the segment is still what its name leads to: one that was removed or
	 * replaced, or whose memory was taken away, is made anew with the next sample.
	 */
	void look() {
		BufferWriter<byte[]> open = this.writer;
		if (open == null) {
			return;
		}
		WriterState state = open.stats().writer().state();
		if (open.isLost() || state == WriterState.UNLINKED || state == WriterState.REPLACED) {
			logger.warn("Segment " + open.path() + " was removed or replaced by others: replication '"
					+ this.definition.name() + "' makes it anew");
			settle();
		}
	}

	/** Closes the writer, and notes what the segment would have told. */
	private void settle() {
		boolean opened = this.writer != null;
		closeWriter();
		if (opened) {
			this.journal.note().ifPresent((last) -> this.journal.note(last.written(this.written)));
		}
		this.origin = null;
	}

	private void closeWriter() {
		BufferWriter<byte[]> open = this.writer;
		this.writer = null;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		settle();
	}

}
