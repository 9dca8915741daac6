// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;
import io.globalbuffer.TraceContext;

/**
 * What a record says of its sample, one record at a time: a stream may have a million a
 * second, and what one has in common with the one before is not read again.
 */
final class SampleHeaders {

	private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final int SEGMENT = RecordHeaders.FIRST.indexOf(RecordHeaders.SEGMENT);

	private static final int SPEC_HASH = RecordHeaders.FIRST.indexOf(RecordHeaders.SPEC_HASH);

	private static final int SEQUENCE = RecordHeaders.FIRST.indexOf(RecordHeaders.SEQUENCE);

	/** As W3C has it: version, trace id, span id and flags, in hexadecimal digits. */
	private static final int TRACE_LENGTH = 55;

	private byte @Nullable [] segmentText;

	private @Nullable Position segment;

	private long sequence;

	private SourceGap gap = SourceGap.NONE;

	private long published;

	private @Nullable TraceContext trace;

	private long specHash;

	private byte @Nullable [] spec;

	/**
	 * Reads the headers of a record.
	 * @param record the record
	 * @return {@code false} if it was not made of a sample
	 * @throws IllegalArgumentException if they cannot be understood
	 */
	boolean read(ConsumerRecord<?, ?> record) {
		Header[] headers = record.headers().toArray();
		if (headers.length < RecordHeaders.FIRST.size() || !isOfSample(headers)) {
			return false;
		}
		this.specHash = number(headers[SPEC_HASH].value());
		this.sequence = count(headers[SEQUENCE].value());
		this.published = TimeUnit.MILLISECONDS.toNanos(record.timestamp());
		this.trace = null;
		this.spec = null;
		long missed = 0;
		long skipped = 0;
		Position previous = null;
		for (int i = RecordHeaders.FIRST.size(); i < headers.length; i++) {
			byte @Nullable [] value = headers[i].value();
			switch (headers[i].key()) {
				case RecordHeaders.PUBLISHED -> this.published = number(value);
				case RecordHeaders.MISSED -> missed = count(value);
				case RecordHeaders.SKIPPED -> skipped = count(value);
				case RecordHeaders.PREVIOUS -> previous = position(value);
				case RecordHeaders.TRACE -> this.trace = trace(value);
				case RecordHeaders.SPEC -> this.spec = value;
				default -> {
					// others may add some
				}
			}
		}
		this.gap = (missed == 0 && skipped == 0 && previous == null) ? SourceGap.NONE
				: new SourceGap(missed + skipped, skipped > 0, previous);
		return true;
	}

	/** Names are texts, and cost much: those of the first headers are known by heart. */
	private boolean isOfSample(Header[] headers) {
		byte @Nullable [] text = headers[SEGMENT].value();
		if (this.segment != null && Arrays.equals(text, this.segmentText)) {
			return true;
		}
		for (int i = 0; i < RecordHeaders.FIRST.size(); i++) {
			if (!headers[i].key().equals(RecordHeaders.FIRST.get(i))) {
				return false;
			}
		}
		this.segment = position(text).at(0);
		this.segmentText = text;
		return true;
	}

	private static long number(byte @Nullable [] value) {
		if (value == null || value.length != Long.BYTES) {
			throw new IllegalArgumentException("A number in its headers has not 8 bytes");
		}
		return (long) NUMBER.get(value, 0);
	}

	private static long count(byte @Nullable [] value) {
		long count = number(value);
		if (count < 0) {
			throw new IllegalArgumentException("A count in its headers is negative: " + count);
		}
		return count;
	}

	private static Position position(byte @Nullable [] value) {
		if (value == null) {
			throw new IllegalArgumentException("A position in its headers is absent");
		}
		return Position.parse(new String(value, StandardCharsets.UTF_8));
	}

	/** A trace that cannot be understood is none: the sample counts. */
	private static @Nullable TraceContext trace(byte @Nullable [] value) {
		if (value == null || value.length < TRACE_LENGTH) {
			return null;
		}
		String text = new String(value, StandardCharsets.ISO_8859_1);
		try {
			return new TraceContext(HexFormat.fromHexDigitsToLong(text, 3, 19),
					HexFormat.fromHexDigitsToLong(text, 19, 35), HexFormat.fromHexDigitsToLong(text, 36, 52),
					(byte) HexFormat.fromHexDigits(text, 53, 55));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * The segment in which it was written: the same object as long as that is the same.
	 */
	Position segment() {
		if (this.segment == null) {
			throw new IllegalStateException("No record was read yet");
		}
		return this.segment;
	}

	/** Its sequence there. */
	long sequence() {
		return this.sequence;
	}

	/** What it says of those before it. */
	SourceGap gap() {
		return this.gap;
	}

	/**
	 * When it was published, in nanoseconds since 1970; the time of the record where that
	 * is not known.
	 */
	long published() {
		return this.published;
	}

	/** The trace in which it was written; {@code null} without one. */
	@Nullable TraceContext trace() {
		return this.trace;
	}

	/** The hash of what its stream holds. */
	long specHash() {
		return this.specHash;
	}

	/** What its stream holds, where the record says so. */
	byte @Nullable [] spec() {
		return this.spec;
	}

}
