// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.List;

/**
 * The names of the headers of a record, whose key is the stream's and whose value is the
 * sample: the elements of an array, little-endian and in C order, or the bytes of a
 * message. Numbers are eight bytes, most significant first; texts are UTF-8. The
 * {@linkplain #FIRST first} ones are in every record and in their order; what others add
 * comes behind.
 */
final class RecordHeaders {

	/** Text: the host where the sample was published. */
	static final String HOST = "gb-host";

	/**
	 * Text: a {@link io.globalbuffer.Position} before the first sample of the origin's
	 * segment.
	 */
	static final String SEGMENT = "gb-segment";

	/** Number: the sample's sequence in that segment. */
	static final String SEQUENCE = "gb-sequence";

	/**
	 * Number: how many samples the source lost right before this one, those of an earlier
	 * segment included; absent if none.
	 */
	static final String MISSED = "gb-missed";

	/**
	 * Number: in place of the one above, how many samples the source passed over or lost
	 * where it sends only the newest ones; absent if none.
	 */
	static final String SKIPPED = "gb-skipped";

	/**
	 * Text: the {@link io.globalbuffer.Position} at which the source stood before this
	 * sample, where that is in another segment; absent else.
	 */
	static final String PREVIOUS = "gb-previous";

	/**
	 * Number: when the sample was published, in nanoseconds since 1970; absent where
	 * unknown.
	 */
	static final String PUBLISHED = "gb-published";

	/** Text: the trace in which it was written, as W3C has it; absent without one. */
	static final String TRACE = "traceparent";

	/** Number: the hash of what {@link #SPEC} says. */
	static final String SPEC_HASH = "gb-spec-hash";

	/**
	 * What the stream holds: a {@link StreamSpec}. With the first sample, with the first
	 * after each change, and every now and then.
	 */
	static final String SPEC = "gb-spec";

	/** What every record begins with. */
	static final List<String> FIRST = List.of(HOST, SEGMENT, SPEC_HASH, SEQUENCE);

	private RecordHeaders() {
	}

}
