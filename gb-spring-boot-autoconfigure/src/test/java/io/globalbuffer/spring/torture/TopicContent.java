// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The samples of a stream that a topic holds, each of which says the same of itself as
 * its record does.
 */
final class TopicContent {

	private static final Duration POLL = Duration.ofSeconds(1);

	/** In their order. */
	private final List<Long> values = new ArrayList<>();

	private final Map<Long, String> segments = new HashMap<>();

	private TopicContent() {
	}

	static TopicContent read(String broker, String topic) {
		TopicContent content = new TopicContent();
		TopicPartition partition = new TopicPartition(topic, 0);
		try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker),
				new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
			while (consumer.position(partition) < end) {
				consumer.poll(POLL).forEach(content::add);
			}
		}
		return content;
	}

	private void add(ConsumerRecord<byte[], byte[]> present) {
		long value = ByteBuffer.wrap(present.value()).order(ByteOrder.LITTLE_ENDIAN).getLong();
		Headers headers = present.headers();
		assertThat(ByteBuffer.wrap(headers.lastHeader("gb-sequence").value()).getLong())
			.isEqualTo(Ledger.sequence(value));
		String segment = new String(headers.lastHeader("gb-segment").value(), StandardCharsets.UTF_8);
		assertThat(segment).isEqualTo(this.segments.computeIfAbsent(Ledger.segment(value), (_) -> segment));
		this.values.add(value);
	}

	/** Each sample once, in the order of the origin. */
	List<Long> samples() {
		return List.copyOf(new TreeSet<>(this.values));
	}

	/** How many records hold a sample that another one holds. */
	long repeated() {
		return (long) this.values.size() - samples().size();
	}

}
