// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;

/**
 * A record as a publication makes it, by hand. Immutable.
 *
 * @param stream its key
 * @param layout what the stream holds
 * @param segment the origin's segment
 * @param sequence the sample's sequence there
 * @param value the sample
 * @param withSpec whether it says what the stream holds
 * @param headers more of its headers
 * @param timestamp of the record
 */
@SuppressWarnings("ArrayRecordComponent")
record SampleRecord(String stream, BufferLayout layout, Position segment, long sequence, byte[] value, boolean withSpec,
		List<RecordHeader> headers, Instant timestamp) {

	static final Position FIRST = Position.parse("a-1-0-0");

	static final Position SECOND = Position.parse("b-2-0-0");

	/** Of samples that are one number, as most of the tests use them. */
	static final ArrayLayout NUMBERS = new ArrayLayout(4096, ArraySpec.of(DType.INT64, 1));

	/** A sample that is its sequence, with the spec if it is the first. */
	static SampleRecord of(long sequence) {
		return new SampleRecord(Mirrors.STREAM, NUMBERS, FIRST, sequence, bytes(sequence), sequence == 0, List.of(),
				Instant.now());
	}

	static byte[] bytes(long... numbers) {
		ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(numbers);
		return bytes.array();
	}

	SampleRecord stream(String other) {
		return new SampleRecord(other, this.layout, this.segment, this.sequence, this.value, this.withSpec,
				this.headers, this.timestamp);
	}

	SampleRecord in(Position other) {
		return new SampleRecord(this.stream, this.layout, other, this.sequence, this.value, this.withSpec, this.headers,
				this.timestamp);
	}

	SampleRecord of(BufferLayout other, byte[] sample) {
		return new SampleRecord(this.stream, other, this.segment, this.sequence, sample, this.withSpec, this.headers,
				this.timestamp);
	}

	SampleRecord withSpec(boolean with) {
		return new SampleRecord(this.stream, this.layout, this.segment, this.sequence, this.value, with, this.headers,
				this.timestamp);
	}

	SampleRecord at(Instant time) {
		return new SampleRecord(this.stream, this.layout, this.segment, this.sequence, this.value, this.withSpec,
				this.headers, time);
	}

	SampleRecord with(String header, long number) {
		return with(header, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
	}

	SampleRecord with(String header, String text) {
		return with(header, text.getBytes(StandardCharsets.UTF_8));
	}

	private SampleRecord with(String header, byte[] bytes) {
		List<RecordHeader> more = new ArrayList<>(this.headers);
		more.add(new RecordHeader(header, bytes));
		return new SampleRecord(this.stream, this.layout, this.segment, this.sequence, this.value, this.withSpec, more,
				this.timestamp);
	}

	/** To be sent. */
	ProducerRecord<byte[], byte[]> to(String topic) {
		return to(topic, null);
	}

	ProducerRecord<byte[], byte[]> to(String topic, @Nullable Integer partition) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, this.timestamp.toEpochMilli(),
				this.stream.getBytes(StandardCharsets.UTF_8), this.value);
		addTo(record.headers());
		return record;
	}

	/** As it is received. */
	ConsumerRecord<byte[], byte[]> received(long offset) {
		ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("topic", 0, offset, this.timestamp.toEpochMilli(),
				TimestampType.CREATE_TIME, 0, this.value.length, this.stream.getBytes(StandardCharsets.UTF_8),
				this.value, new org.apache.kafka.common.header.internals.RecordHeaders(), Optional.empty());
		addTo(record.headers());
		return record;
	}

	private void addTo(Headers target) {
		StreamSpec spec = StreamSpec.of(this.layout);
		target.add(RecordHeaders.HOST, "origin".getBytes(StandardCharsets.UTF_8));
		target.add(RecordHeaders.SEGMENT, this.segment.toString().getBytes(StandardCharsets.UTF_8));
		target.add(RecordHeaders.SPEC_HASH, ByteBuffer.allocate(Long.BYTES).putLong(spec.hash()).array());
		target.add(RecordHeaders.SEQUENCE, ByteBuffer.allocate(Long.BYTES).putLong(this.sequence).array());
		if (this.withSpec) {
			target.add(RecordHeaders.SPEC, spec.bytes());
		}
		this.headers.forEach(target::add);
	}

}
