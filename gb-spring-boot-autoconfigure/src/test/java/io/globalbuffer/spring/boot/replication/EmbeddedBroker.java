// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A broker for the tests of a class, and what is in its topics, which have one partition.
 */
public final class EmbeddedBroker implements BeforeAllCallback, AfterAllCallback {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private @Nullable EmbeddedKafkaKraftBroker broker;

	@Override
	public void beforeAll(ExtensionContext context) {
		for (String logger : List.of("kafka", "org.apache.kafka", "state.change.logger",
				"org.apache.kafka.common.utils.AppInfoParser")) {
			((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.ERROR);
		}
		EmbeddedKafkaKraftBroker started = new EmbeddedKafkaKraftBroker(1, 1);
		started.afterPropertiesSet();
		this.broker = started;
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Objects.requireNonNull(this.broker).destroy();
	}

	/**
	 * The broker's address, for clients.
	 */
	public String address() {
		return Objects.requireNonNull(this.broker).getBrokersAsString();
	}

	/**
	 * Makes a topic.
	 */
	void createTopic(String topic, Map<String, String> configuration) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
			admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configuration))).all().get();
		}
	}

	/**
	 * The first records of a topic.
	 */
	List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address()), new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			TopicPartition partition = new TopicPartition(topic, 0);
			consumer.assign(List.of(partition));
			consumer.seekToBeginning(List.of(partition));
			long start = System.nanoTime();
			while (records.size() < count && System.nanoTime() - start < TIMEOUT.toNanos()) {
				consumer.poll(Duration.ofMillis(100)).forEach(records::add);
			}
		}
		assertThat(records).hasSizeGreaterThanOrEqualTo(count);
		return records;
	}

	/**
	 * The number that a header says; {@code null} if there is no such header.
	 */
	static @Nullable Long number(ConsumerRecord<?, ?> record, String header) {
		Header found = record.headers().lastHeader(header);
		return (found != null) ? ByteBuffer.wrap(found.value()).getLong() : null;
	}

	/**
	 * The text that a header says; {@code null} if there is no such header.
	 */
	static @Nullable String text(ConsumerRecord<?, ?> record, String header) {
		Header found = record.headers().lastHeader(header);
		return (found != null) ? new String(found.value(), StandardCharsets.UTF_8) : null;
	}

	/**
	 * An application that replicates by this broker.
	 */
	public ApplicationContextRunner application(Path directory) {
		return TestApplication.in(directory)
			.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class, ReplicationAutoConfiguration.class))
			.withPropertyValues("spring.kafka.bootstrap-servers=" + address());
	}

	/**
	 * The properties of a replication.
	 */
	public static String[] replication(String name, String... values) {
		String[] properties = new String[values.length];
		for (int index = 0; index < values.length; index++) {
			properties[index] = "globalbuffer.replication." + name + "." + values[index];
		}
		return properties;
	}

}
