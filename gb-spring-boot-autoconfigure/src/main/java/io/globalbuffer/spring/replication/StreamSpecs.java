// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

import org.springframework.kafka.core.ConsumerFactory;

/**
 * What a stream was said to hold, by the hashes in its records. Where a mirror begins in
 * the middle of a stream, it looks for that in the records before. For one thread at a
 * time.
 */
final class StreamSpecs {

	private static final Log logger = LogFactory.getLog(StreamSpecs.class);

	/** What the clocks of sample and record may differ. */
	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

	/**
	 * How long no record may come. Well below the time after which a consumer that does
	 * not poll is given up.
	 */
	private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

	private final MirrorDefinition definition;

	private final byte[] key;

	private final ConsumerFactory<byte[], ByteBuffer> consumers;

	private final BooleanSupplier stopping;

	/** Empty for one that was looked for in vain. */
	private final Map<Long, Optional<StreamSpec>> known = new LinkedHashMap<>();

	StreamSpecs(MirrorDefinition definition, ConsumerFactory<byte[], ByteBuffer> consumers, BooleanSupplier stopping) {
		this.definition = definition;
		this.key = definition.stream().getBytes(StandardCharsets.UTF_8);
		this.consumers = consumers;
		this.stopping = stopping;
	}

	/**
	 * Takes note of what a record says.
	 * @param hash of what its stream holds
	 * @param spec what its stream holds
	 * @return that; empty if it cannot be understood
	 */
	Optional<StreamSpec> learn(long hash, byte[] spec) {
		Optional<StreamSpec> before = this.known.get(hash);
		if (before != null && before.isPresent()) {
			return before;
		}
		try {
			StreamSpec parsed = StreamSpec.parse(spec);
			return keep(hash, Optional.of(parsed).filter((other) -> other.hash() == hash));
		}
		catch (IllegalArgumentException ex) {
			logger.warn("Replication '" + this.definition.name() + "' cannot write what stream '"
					+ this.definition.stream() + "' holds: its samples are lost here", ex);
			return keep(hash, Optional.empty());
		}
	}

	/**
	 * Finds out what a stream holds.
	 * @param hash of that
	 * @param record the first record that does not say it
	 * @return what it holds; empty if that cannot be found
	 * @throws org.apache.kafka.common.KafkaException if the topic cannot be read now
	 * @throws CancellationException if the mirror is to stop
	 */
	Optional<StreamSpec> find(long hash, ConsumerRecord<byte[], ByteBuffer> record) {
		Optional<StreamSpec> before = this.known.get(hash);
		if (before != null) {
			return before;
		}
		Optional<StreamSpec> found = lookBack(hash, record);
		if (found.isEmpty()) {
			logger.warn("Replication '" + this.definition.name() + "' finds no record of the last "
					+ this.definition.lookBack() + " that says what stream '" + this.definition.stream()
					+ "' holds: its samples are lost here until one does");
		}
		return keep(hash, found);
	}

	private Optional<StreamSpec> keep(long hash, Optional<StreamSpec> spec) {
		this.known.put(hash, spec);
		return spec;
	}

	private Optional<StreamSpec> lookBack(long hash, ConsumerRecord<byte[], ByteBuffer> end) {
		TopicPartition partition = new TopicPartition(end.topic(), end.partition());
		long from = end.timestamp() - this.definition.lookBack().plus(TOLERANCE).toMillis();
		try (Consumer<byte[], ByteBuffer> consumer = this.consumers.createConsumer(this.definition.groupId(), null,
				"-look-back")) {
			consumer.assign(List.of(partition));
			OffsetAndTimestamp begin = consumer.offsetsForTimes(Map.of(partition, Math.max(0, from))).get(partition);
			if (begin == null) {
				return Optional.empty();
			}
			consumer.seek(partition, begin.offset());
			long heard = System.nanoTime();
			while (consumer.position(partition) < end.offset()) {
				if (this.stopping.getAsBoolean()) {
					throw new CancellationException("The mirror is to stop");
				}
				List<ConsumerRecord<byte[], ByteBuffer>> records = consumer.poll(POLL_TIMEOUT).records(partition);
				long now = System.nanoTime();
				if (!records.isEmpty()) {
					heard = now;
				}
				else if (now - heard > LONGEST_SILENCE.toNanos()) {
					throw new TimeoutException("The broker does not give what lies before offset " + end.offset()
							+ " of partition " + partition);
				}
				for (ConsumerRecord<byte[], ByteBuffer> record : records) {
					Optional<StreamSpec> spec = spec(record).filter((other) -> other.hash() == hash);
					if (spec.isPresent()) {
						return spec;
					}
				}
			}
			return Optional.empty();
		}
	}

	private Optional<StreamSpec> spec(ConsumerRecord<byte[], ByteBuffer> record) {
		Header header = record.headers().lastHeader(RecordHeaders.SPEC);
		if (header == null || !Arrays.equals(record.key(), this.key)) {
			return Optional.empty();
		}
		try {
			return Optional.of(StreamSpec.parse(header.value()));
		}
		catch (IllegalArgumentException ex) {
			logger.debug("A spec that cannot be understood", ex);
			return Optional.empty();
		}
	}

}
