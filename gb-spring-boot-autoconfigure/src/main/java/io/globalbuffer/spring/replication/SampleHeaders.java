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

	/** As W3C has it: version, trace id, span id and flags, in hexadecimal digits. */
	private static final int TRACE_LENGTH = 55;

	private byte[] segmentText = {};

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
		byte @Nullable [] segmentText = null;
		byte @Nullable [] specHash = null;
		byte @Nullable [] previous = null;
		long sequence = -1;
		long missed = 0;
		long skipped = 0;
		long published = TimeUnit.MILLISECONDS.toNanos(record.timestamp());
		this.trace = null;
		this.spec = null;
		for (Header header : record.headers().toArray()) {
			byte @Nullable [] value = header.value();
			switch (header.key()) {
				case RecordHeaders.SEGMENT -> segmentText = value;
				case RecordHeaders.SEQUENCE -> sequence = number(value);
				case RecordHeaders.PUBLISHED -> published = number(value);
				case RecordHeaders.SPEC_HASH -> specHash = value;
				case RecordHeaders.MISSED -> missed = number(value);
				case RecordHeaders.SKIPPED -> skipped = number(value);
				case RecordHeaders.PREVIOUS -> previous = value;
				case RecordHeaders.TRACE -> this.trace = trace(value);
				case RecordHeaders.SPEC -> this.spec = value;
				default -> {
					// the host, and what others may add
				}
			}
		}
		if (segmentText == null || specHash == null || sequence < 0) {
			return false;
		}
		if (!Arrays.equals(segmentText, this.segmentText)) {
			this.segment = position(segmentText).at(0);
			this.segmentText = segmentText;
		}
		this.sequence = sequence;
		this.gap = (missed <= 0 && skipped <= 0 && previous == null) ? SourceGap.NONE
				: new SourceGap(Math.max(missed, skipped), skipped > 0, (previous != null) ? position(previous) : null);
		this.published = published;
		this.specHash = number(specHash);
		return true;
	}

	private static long number(byte @Nullable [] value) {
		if (value == null || value.length != Long.BYTES) {
			throw new IllegalArgumentException("A number in its headers has not 8 bytes");
		}
		return (long) NUMBER.get(value, 0);
	}

	private static Position position(byte[] value) {
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
