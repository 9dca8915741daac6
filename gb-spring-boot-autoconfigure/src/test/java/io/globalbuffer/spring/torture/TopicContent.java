// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import io.globalbuffer.Position;
import io.globalbuffer.kill.NumberedSamples;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The samples of a stream that a topic holds, each of which says the same of itself as
 * its record does, and those that it lacks, as the records say.
 */
final class TopicContent {

	private static final Duration POLL = Duration.ofSeconds(1);

	private final NumberedSamples<?> kind;

	/** In their order, each once. */
	private final List<Long> samples = new ArrayList<>();

	/** By the identity of a segment: its number. */
	private final Map<String, Long> segments = new HashMap<>();

	/** By the identity of a segment: the sample that comes next. */
	private final Map<String, Long> next = new HashMap<>();

	/** By the identity of a segment. */
	private final Map<String, Long> lost = new HashMap<>();

	/** Of the last sample. */
	private String current = "";

	private long repeated;

	private TopicContent(NumberedSamples<?> kind) {
		this.kind = kind;
	}

	static TopicContent read(String broker, String topic, NumberedSamples<?> kind) {
		TopicContent content = new TopicContent(kind);
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
		long value = this.kind.numberOfBytes().applyAsLong(present.value());
		String segment = text(present, "gb-segment");
		long sequence = number(present, "gb-sequence");
		assertThat(sequence).isEqualTo(Ledger.sequence(value));
		assertThat(this.segments.computeIfAbsent(segment, (_) -> Ledger.segment(value)))
			.isEqualTo(Ledger.segment(value));
		if (sequence < this.next.getOrDefault(segment, 0L)) {
			this.repeated++;
			return;
		}
		if (!this.samples.isEmpty()) {
			long left = number(present, "gb-missed") - lose(segment, sequence);
			// within a segment what came though it was not acknowledged is said to be
			// missed, too
			if (left > 0 && !segment.equals(this.current)) {
				Position previous = Position.parse(text(present, "gb-previous"));
				lose(previous.at(0).toString(), previous.sequence() + left);
			}
		}
		this.current = segment;
		this.samples.add(value);
		this.next.put(segment, sequence + 1);
	}

	/** Up to a sample of a segment. Returns how many those are. */
	private long lose(String segment, long end) {
		long count = Math.max(0, end - this.next.getOrDefault(segment, 0L));
		this.lost.merge(segment, count, Long::sum);
		this.next.merge(segment, end, Math::max);
		return count;
	}

	private static String text(ConsumerRecord<?, ?> present, String header) {
		return new String(present.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
	}

	private static long number(ConsumerRecord<?, ?> present, String header) {
		Header found = present.headers().lastHeader(header);
		return (found != null) ? ByteBuffer.wrap(found.value()).getLong() : 0;
	}

	/** Those that a mirror has. */
	List<Long> samples() {
		return this.samples;
	}

	/** How many samples of each segment are not there, by its number. */
	Map<Long, Long> lost() {
		Map<Long, Long> lost = new TreeMap<>();
		this.lost.forEach((segment, count) -> lost.put(this.segments.get(segment), count));
		lost.values().removeIf((count) -> count == 0);
		return lost;
	}

	/** How many records hold a sample that another one holds. */
	long repeated() {
		return this.repeated;
	}

}
