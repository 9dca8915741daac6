// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.LayoutDifference;

/**
 * Writes the samples of a stream's records, each once. For one thread at a time.
 */
final class RecordMirror {

	private static final Log logger = LogFactory.getLog(RecordMirror.class);

	private final MirrorDefinition definition;

	private final byte[] key;

	private final MirroredSegment segment;

	private final StreamSpecs specs;

	private final MirrorLedger ledger;

	private final ReplicationCounters counters;

	private final SampleHeaders sample = new SampleHeaders();

	/** What the segment was made for last. */
	private @Nullable StreamSpec spec;

	/** The sample: the same array as long as samples have one length. */
	private byte[] bytes = {};

	/** Whether records that are of no use were reported. */
	private boolean reported;

	RecordMirror(MirrorDefinition definition, MirroredSegment segment, StreamSpecs specs, MirrorLedger ledger,
			ReplicationCounters counters) {
		this.definition = definition;
		this.key = definition.stream().getBytes(StandardCharsets.UTF_8);
		this.segment = segment;
		this.specs = specs;
		this.ledger = ledger;
		this.counters = counters;
	}

	/**
	 * Reads a record.
	 * @param record one of the topic
	 * @return whether it has a sample of the stream that has not come before
	 */
	boolean isNew(ConsumerRecord<byte[], ByteBuffer> record) {
		if (!Arrays.equals(this.key, record.key())) {
			return false;
		}
		try {
			if (!this.sample.read(record)) {
				report("A record in topic '" + record.topic() + "' has the key of stream '" + this.definition.stream()
						+ "', and is not made of a sample", null);
				return false;
			}
		}
		catch (IllegalArgumentException ex) {
			report("A record of stream '" + this.definition.stream() + "' in topic '" + record.topic()
					+ "' cannot be understood", ex);
			return false;
		}
		if (this.ledger.isPast(this.sample.segment(), this.sample.sequence())) {
			this.counters.repeated.increment();
			return false;
		}
		return true;
	}

	/** When the sample of the record that was read last was published. */
	long published() {
		return this.sample.published();
	}

	/**
	 * Writes the sample of the record that was read last, or counts it as lost if that
	 * can never be done.
	 * @param record the record
	 * @throws RuntimeException if it was not written: a later attempt may succeed
	 */
	void take(ConsumerRecord<byte[], ByteBuffer> record) {
		ByteBuffer value = record.value();
		if (!prepare(record)) {
			this.counters.lostLocally.increment();
		}
		else if (value == null || !this.segment.fits(value.remaining())) {
			report("A sample of stream '" + this.definition.stream() + "' has another size than the stream says", null);
			this.counters.lostLocally.increment();
		}
		else {
			this.segment.write(this.sample, copy(value), this.ledger, record.partition(), record.offset());
			this.counters.samples.increment();
			this.counters.bytes.add(value.remaining());
		}
		this.ledger.come(this.sample.segment(), this.sample.sequence(), this.sample.gap());
	}

	/** Out of what was received, which holds many records. */
	private byte[] copy(ByteBuffer value) {
		if (this.bytes.length != value.remaining()) {
			this.bytes = new byte[value.remaining()];
		}
		value.get(value.position(), this.bytes);
		return this.bytes;
	}

	/** Has the segment hold what the sample is, if that is known. */
	private boolean prepare(ConsumerRecord<byte[], ByteBuffer> record) {
		long hash = this.sample.specHash();
		byte[] stated = this.sample.spec();
		if (stated == null && this.segment.holds(hash)) {
			return true;
		}
		Optional<StreamSpec> found = (stated != null) ? this.specs.learn(hash, stated) : this.specs.find(hash, record);
		found.ifPresent(this::hold);
		return found.isPresent();
	}

	private void hold(StreamSpec other) {
		this.segment.hold(other);
		if (!other.equals(this.spec)) {
			this.spec = other;
			BufferDefinition buffer = this.definition.buffer();
			LayoutDifference difference = LayoutDifference.of(buffer, other.layout(), null);
			if (!difference.properties().isEmpty()) {
				logger.warn("Stream '" + this.definition.stream() + "' of topic '" + this.definition.topic()
						+ "' is mirrored into buffer '" + buffer.name() + "', which is declared as "
						+ buffer.content().describe() + ": its readers refuse " + difference.description());
			}
		}
	}

	/** The first of them: all others have the same reason, as a rule. */
	private void report(String text, @Nullable Throwable reason) {
		if (!this.reported) {
			this.reported = true;
			logger.warn("Replication '" + this.definition.name() + "': " + text + ". More of them are not reported",
					reason);
		}
	}

}
