// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.SegmentIdentity;

/**
 * A place in a stream: which segment, and the next sample in it. A reader that is
 * {@linkplain ReaderBuilder#startAt opened there} goes on with that sample. A segment is
 * the same one after a take-over, and another one after it was created anew or replaced,
 * by whatever language.
 * {@snippet :
 * try (ArrayReader<float[]> csi = GlobalBuffer.attach("csi").asArray(DType.COMPLEX64)) {
 * 	use(csi.next());
 * 	String saved = csi.position().toString();
 * 	try (ArrayReader<float[]> other = GlobalBuffer.attach("csi")
 * 		.startAt(Position.parse(saved))          // perhaps in another process, and later
 * 		.asArray(DType.COMPLEX64)) {
 * 		use(other.next());
 * 	}
 * }
 * }
 * <p>
 * Immutable.
 */
public final class Position {

	private static final String SEPARATOR = "-";

	private static final Pattern TEXT = Pattern
		.compile("([0-9a-f]{1,16})-([0-9a-f]{1,16})-([0-9a-f]{1,15})-([0-9a-f]{1,15})");

	private static final int HEXADECIMAL = 16;

	private final StreamPosition place;

	private Position(StreamPosition place) {
		this.place = place;
	}

	static Position of(StreamPosition place) {
		return new Position(place);
	}

	/**
	 * Reads what {@link #toString()} returned.
	 * @param text the text
	 * @return the position
	 * @throws IllegalArgumentException if it is no such text
	 */
	public static Position parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is no position: give the text that toString() of one returned");
		}
		SegmentIdentity segment = new SegmentIdentity(number(matcher, 1), number(matcher, 2));
		return new Position(new StreamPosition(segment, number(matcher, 3), number(matcher, 4)));
	}

	private static long number(Matcher matcher, int group) {
		return Long.parseUnsignedLong(matcher.group(group), HEXADECIMAL);
	}

	/**
	 * The next sequence to read, in its segment.
	 * @return a sequence; 0 before the first sample
	 */
	public long sequence() {
		return this.place.sequence();
	}

	/**
	 * Another place in the same segment: for those who keep what was read elsewhere, and
	 * know its last sequence.
	 * @param sequence the next sequence to read
	 * @return the position
	 * @throws IllegalArgumentException if it is negative
	 */
	public Position at(long sequence) {
		if (sequence < 0) {
			throw new IllegalArgumentException("A sequence is at least 0, not " + sequence);
		}
		return new Position(new StreamPosition(this.place.segment(), sequence, 0));
	}

	/**
	 * Whether another position is in the same segment, so that both sequences count the
	 * same samples.
	 * @param other the other one
	 * @return {@code false} if one of them is before the first sample of any segment
	 */
	public boolean isSameSegment(Position other) {
		return this.place.segment().isSame(other.place.segment());
	}

	/** Where reading goes on in a segment that comes later. */
	StreamPosition later() {
		return new StreamPosition(SegmentIdentity.NONE, 0, this.place.owed());
	}

	StreamPosition place() {
		return this.place;
	}

	/** Where reading goes on in a segment. */
	StreamPosition in(MappedSegment segment, long count) {
		return this.place.in(segment.identity(), count);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Position position && this.place.equals(position.place);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.place);
	}

	/**
	 * A text to be kept and {@linkplain #parse read again}: hexadecimal numbers that mean
	 * nothing to people.
	 * @return the text
	 */
	@Override
	public String toString() {
		return String.join(SEPARATOR, Long.toHexString(this.place.segment().inode()),
				Long.toHexString(this.place.segment().created()), Long.toHexString(this.place.sequence()),
				Long.toHexString(this.place.owed()));
	}

}
