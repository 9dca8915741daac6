// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;

/**
 * An application in a process of its own that sends samples. It is told {@code plain} and
 * a number, to send so many by a producer; {@code fill} and a number, to write so many to
 * the buffer whose publication stands still; {@code publish}, to let that go on.
 * <p>
 * Arguments: the broker's address; the folder of the segments; the size of a sample; how
 * many a measurement has.
 */
public final class SendingApplication {

	private static final byte[] HOST = "localhost".getBytes(StandardCharsets.UTF_8);

	private static final byte[] SEGMENT = "1f3a5-18f3a5b7c9d1e2f3-0-0".getBytes(StandardCharsets.UTF_8);

	private static final byte[] KEY = Application.STREAM.getBytes(StandardCharsets.UTF_8);

	private final KafkaTemplate<byte[], byte[]> template;

	private final ArrayWriter<byte[]> writer;

	private final Replication publication;

	private final byte[] sample;

	/** The last record; where one before it fails, it fails too, or too few come. */
	private CompletableFuture<?> sent = new CompletableFuture<>();

	private long written;

	@SuppressWarnings("unchecked")
	private SendingApplication(ConfigurableApplicationContext context, int size) {
		this.template = context.getBean(KafkaTemplate.class);
		this.writer = context.getBean("origin", ArrayWriter.class);
		this.publication = context.getBean(ReplicationRegistry.class).find("out").orElseThrow();
		this.sample = new byte[size];
		for (int i = 0; i < size; i++) {
			this.sample[i] = (byte) (i * i);
		}
		Application.await(() -> {
			// it begins with what is written once it is there
			fill(1);
			return this.publication.statistics().samples() > 0;
		});
		awaitAllSent();
		this.publication.stop();
	}

	public static void main(String[] arguments) {
		int size = Integer.parseInt(arguments[2]);
		Application.run(Configured.class, arguments[0], arguments[1], properties(arguments[2], arguments[3]),
				(context) -> new SendingApplication(context, size)::answer);
	}

	private static Map<String, Object> properties(String size, String capacity) {
		String serializer = "org.apache.kafka.common.serialization.ByteArraySerializer";
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.kafka.producer.key-serializer", serializer);
		properties.put("spring.kafka.producer.value-serializer", serializer);
		properties.put("spring.kafka.producer.properties.max.request.size", Application.LARGEST_RECORD);
		properties.put("globalbuffer.buffers.origin.kind", "array");
		properties.put("globalbuffer.buffers.origin.role", "writer");
		properties.put("globalbuffer.buffers.origin.dtype", "uint8");
		properties.put("globalbuffer.buffers.origin.shape", size);
		properties.put("globalbuffer.buffers.origin.capacity", capacity);
		properties.put("globalbuffer.buffers.origin.publish-time", "true");
		properties.put("globalbuffer.replication.out.direction", "publish");
		properties.put("globalbuffer.replication.out.buffer", "origin");
		properties.put("globalbuffer.replication.out.topic", Application.TOPIC);
		properties.put("globalbuffer.replication.out.stream", Application.STREAM);
		return properties;
	}

	private String answer(String[] words) {
		switch (words[0]) {
			case "plain" -> sendPlain(Integer.parseInt(words[1]));
			case "fill" -> fill(Integer.parseInt(words[1]));
			case "publish" -> publish();
			default -> throw new IllegalArgumentException(words[0]);
		}
		return "done";
	}

	private void fill(int count) {
		for (int i = 0; i < count; i++) {
			this.writer.write(this.sample);
		}
		this.written += count;
	}

	private void publish() {
		this.publication.start();
		awaitAllSent();
		this.publication.stop();
	}

	private void awaitAllSent() {
		Application.await(() -> this.publication.statistics().samples()
				+ this.publication.statistics().lostAtSource() >= this.written);
	}

	/** With the headers that a sample has. */
	private void sendPlain(int count) {
		for (long sequence = 0; sequence < count; sequence++) {
			ProducerRecord<byte[], byte[]> producerRecord = new ProducerRecord<>(Application.PLAIN_TOPIC, KEY,
					this.sample);
			Headers headers = producerRecord.headers();
			headers.add("gb-host", HOST);
			headers.add("gb-segment", SEGMENT);
			headers.add("gb-sequence", number(sequence));
			headers.add("gb-published", number(System.currentTimeMillis()));
			headers.add("gb-spec-hash", number(sequence));
			this.sent = this.template.send(producerRecord);
		}
		this.template.flush();
		this.sent.join();
	}

	private static byte[] number(long value) {
		return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

	}

}
