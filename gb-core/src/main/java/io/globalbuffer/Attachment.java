package io.globalbuffer;

import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.NameState;
import io.globalbuffer.internal.segment.SegmentWatch;

/**
 * A reader's hold on one segment. Compared by identity.
 *
 * @param <D> what payloads are copied into
 */
final class Attachment<D> implements AutoCloseable {

	private final MappedSegment segment;

	private final SegmentWatch watch;

	private final RingReader<D> ring;

	private final int generation;

	/**
	 * Holds on to a segment.
	 * @param segment the segment, closed with the attachment
	 * @param watch looks after it, closed with the attachment
	 * @param ring reads it
	 * @param generation how many segments the reader was attached to before
	 */
	Attachment(MappedSegment segment, SegmentWatch watch, RingReader<D> ring, int generation) {
		this.segment = segment;
		this.watch = watch;
		this.ring = ring;
		this.generation = generation;
	}

	MappedSegment segment() {
		return this.segment;
	}

	SegmentWatch watch() {
		return this.watch;
	}

	RingReader<D> ring() {
		return this.ring;
	}

	int generation() {
		return this.generation;
	}

	/** Whether the name leads elsewhere by now, or nowhere. */
	boolean isLeft() {
		return this.watch.nameState() != NameState.HERE;
	}

	@Override
	public void close() {
		this.watch.close();
		this.segment.close();
	}

}
