// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The broker of other tests, stopped and killed and suspended in its turn.
 */
class BrokerProcessTests {

	private static final TopicPartition TOPIC = new TopicPartition("topic", 0);

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir
	Path folder;

	@Test
	void keepsWhatItHasAcknowledged() {
		try (BrokerProcess broker = BrokerProcess.start(this.folder);
				Producer<String, String> producer = producer(broker)) {
			await(send(producer, "before"));
			broker.suspend();
			Future<RecordMetadata> suspended = send(producer, "suspended");
			assertThat(suspended).isNotDone();
			broker.resume();
			await(suspended);
			broker.kill();
			Future<RecordMetadata> killed = send(producer, "killed");
			broker.startAgain();
			await(killed);
			broker.stop();
			Future<RecordMetadata> stopped = send(producer, "stopped");
			broker.startAgain();
			await(stopped);
			assertThat(values(broker, 4)).containsExactly("before", "suspended", "killed", "stopped");
		}
	}

	private static Producer<String, String> producer(BrokerProcess broker) {
		return new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(),
				new StringSerializer());
	}

	/** In another thread: without a broker for a while, a producer forgets the topics. */
	private static Future<RecordMetadata> send(Producer<String, String> producer, String value) {
		return CompletableFuture.supplyAsync(() -> await(producer.send(new ProducerRecord<>(TOPIC.topic(), value))));
	}

	private static RecordMetadata await(Future<RecordMetadata> sent) {
		try {
			return sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | InterruptedException | TimeoutException ex) {
			throw new IllegalStateException("Not sent", ex);
		}
	}

	private static List<String> values(BrokerProcess broker, int count) {
		List<String> values = new ArrayList<>();
		try (Consumer<String, String> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", broker.bootstrapServers()), new StringDeserializer(),
				new StringDeserializer())) {
			consumer.assign(List.of(TOPIC));
			consumer.seekToBeginning(List.of(TOPIC));
			long end = System.nanoTime() + LIMIT.toNanos();
			while (values.size() < count && System.nanoTime() < end) {
				consumer.poll(Duration.ofSeconds(1)).forEach((record) -> values.add(record.value()));
			}
		}
		return values;
	}

}
