// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.replication;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;

import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;

/**
 * An application in a process of its own that receives samples. It is told {@code plain}
 * or {@code mirror} and how many will come that way, and then {@code result}, to answer
 * how many nanoseconds it took from the end of the first tenth to the last one.
 * <p>
 * Arguments: the broker's address; the folder of the segments.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ReceivingApplication {

	private static final String CAPACITY = "64";

	private static final int TENTH = 10;

	private final AtomicLong received = new AtomicLong();

	private CompletableFuture<Double> result = new CompletableFuture<>();

	public static void main(String[] arguments) {
		Application.run(ReceivingApplication.class, arguments[0], arguments[1], properties(), (context) -> {
			ReceivingApplication receiver = context.getBean(ReceivingApplication.class);
			Replication mirror = context.getBean(ReplicationRegistry.class).find("in").orElseThrow();
			return (words) -> receiver.answer(words, mirror);
		});
	}

	private static Map<String, Object> properties() {
		String deserializer = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.kafka.consumer.key-deserializer", deserializer);
		properties.put("spring.kafka.consumer.value-deserializer", deserializer);
		properties.put("spring.kafka.consumer.auto-offset-reset", "earliest");
		properties.put("spring.kafka.consumer.group-id", Application.PLAIN_TOPIC);
		properties.put("spring.kafka.listener.type", "batch");
		properties.put("globalbuffer.buffers.mirrored.kind", "array");
		properties.put("globalbuffer.buffers.mirrored.role", "reader");
		properties.put("globalbuffer.replication.in.direction", "mirror");
		properties.put("globalbuffer.replication.in.buffer", "mirrored");
		properties.put("globalbuffer.replication.in.topic", Application.TOPIC);
		properties.put("globalbuffer.replication.in.stream", Application.STREAM);
		properties.put("globalbuffer.replication.in.start-from", "oldest");
		properties.put("globalbuffer.replication.in.capacity", CAPACITY);
		return properties;
	}

	/**
	 * Counts what comes without a mirror.
	 * @param batch a batch
	 */
	@KafkaListener(topics = Application.PLAIN_TOPIC)
	void receive(List<ConsumerRecord<byte[], byte[]>> batch) {
		this.received.addAndGet(batch.size());
	}

	private String answer(String[] words, Replication mirror) {
		switch (words[0]) {
			case "plain" -> expect(this.received::get, Long.parseLong(words[1]));
			case "mirror" -> expect(() -> mirror.statistics().samples(), Long.parseLong(words[1]));
			case "result" -> {
				return Double.toString(this.result.join());
			}
			default -> throw new IllegalArgumentException(words[0]);
		}
		return "ready";
	}

	private void expect(LongSupplier counter, long count) {
		long before = counter.getAsLong();
		this.result = CompletableFuture.supplyAsync(() -> {
			Application.await(() -> counter.getAsLong() - before >= count / TENTH);
			long first = counter.getAsLong();
			long start = System.nanoTime();
			Application.await(() -> counter.getAsLong() - before >= count);
			return (double) (System.nanoTime() - start) / (before + count - first);
		});
	}

}
