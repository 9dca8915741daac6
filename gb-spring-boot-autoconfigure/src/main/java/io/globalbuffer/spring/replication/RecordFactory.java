// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.TraceContext;

/**
 * Makes records of the samples of one segment, as {@link RecordHeaders} says. Used by one
 * thread.
 */
final class RecordFactory {

	private final PublicationDefinition definition;

	private final byte[] key;

	private final StreamSpec spec;

	/** The same in each record. */
	private final List<Header> common;

	private final long specInterval;

	private long specSentAt;

	private boolean specSent;

	/**
	 * Creates a factory.
	 * @param definition where the records go
	 * @param segment before the first sample of the segment
	 * @param spec what the segment holds
	 */
	RecordFactory(PublicationDefinition definition, Position segment, StreamSpec spec) {
		this.definition = definition;
		this.key = text(definition.stream());
		this.spec = spec;
		this.common = List.of(new RecordHeader(RecordHeaders.HOST, text(definition.host())),
				new RecordHeader(RecordHeaders.SEGMENT, text(segment.toString())),
				new RecordHeader(RecordHeaders.SPEC_HASH, number(spec.hash())));
		// saturates: durations of centuries are legal
		this.specInterval = TimeUnit.NANOSECONDS.convert(definition.specInterval());
	}

	/**
	 * Makes a record.
	 * @param sample the sample
	 * @param missed how many samples right before it do not come
	 * @param previous where the source stood before, if that is in another segment
	 * @return the record
	 */
	ProducerRecord<byte[], byte[]> create(Sample<byte[]> sample, long missed, @Nullable Position previous) {
		List<Header> headers = new ArrayList<>(this.common);
		headers.add(new RecordHeader(RecordHeaders.SEQUENCE, number(sample.sequence())));
		if (missed > 0) {
			headers.add(new RecordHeader(
					(this.definition.mode() == ReadMode.NEXT) ? RecordHeaders.MISSED : RecordHeaders.SKIPPED,
					number(missed)));
		}
		if (previous != null) {
			headers.add(new RecordHeader(RecordHeaders.PREVIOUS, text(previous.toString())));
		}
		sample.writtenAt()
			.ifPresent((time) -> headers.add(new RecordHeader(RecordHeaders.PUBLISHED, number(nanos(time)))));
		sample.origin()
			.traceContext()
			.ifPresent((trace) -> headers.add(new RecordHeader(RecordHeaders.TRACE, text(traceparent(trace)))));
		if (isSpecDue()) {
			headers.add(new RecordHeader(RecordHeaders.SPEC, this.spec.bytes()));
		}
		return new ProducerRecord<>(this.definition.topic(), null, null, this.key, sample.value(), headers);
	}

	private boolean isSpecDue() {
		long now = System.nanoTime();
		if (this.specSent && now - this.specSentAt < this.specInterval) {
			return false;
		}
		this.specSent = true;
		this.specSentAt = now;
		return true;
	}

	private static String traceparent(TraceContext trace) {
		return "00-" + trace.traceId() + "-" + HexFormat.of().toHexDigits(trace.parentId()) + "-"
				+ HexFormat.of().toHexDigits(trace.flags());
	}

	private static long nanos(Instant time) {
		return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] number(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
	}

}
