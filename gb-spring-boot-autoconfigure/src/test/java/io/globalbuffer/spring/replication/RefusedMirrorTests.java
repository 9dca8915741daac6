// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.kafka.core.ConsumerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mirrors whose consumer is refused what it asks for.
 */
class RefusedMirrorTests {

	@TempDir
	private Path directory;

	private final List<MockConsumer<byte[], ByteBuffer>> consumers = new CopyOnWriteArrayList<>();

	private @Nullable Mirror mirror;

	@AfterEach
	void stop() {
		if (this.mirror != null) {
			this.mirror.stop();
		}
	}

	@Test
	void whatTheBrokersDoNotPermitIsAProblem() {
		Mirror refused = start(() -> new TopicAuthorizationException("no"));
		await().until(() -> refused.state() == ReplicationState.FAILING);
		assertThat(refused.problem().orElseThrow()).contains("refuse", "'topic'", "'group-topic'", "AUTHORIZATION");
	}

	@Test
	void anotherConsumerFollowsOneThatCannotGoOn() {
		Mirror failing = start(() -> new UnsupportedVersionException("too old"));
		await().until(() -> this.consumers.size() > 1);
		assertThat(failing.state()).isEqualTo(ReplicationState.FAILING);
		assertThat(failing.problem().orElseThrow()).contains("UnsupportedVersionException", "too old");
	}

	private Mirror start(Supplier<KafkaException> failure) {
		Mirror started = new Mirror(Mirrors.into(this.directory), new Consumers(failure), Mirrors.WRITERS,
				Duration.ofSeconds(1));
		this.mirror = started;
		started.start();
		return started;
	}

	/** Consumers that fail whenever they ask for records. */
	private final class Consumers implements ConsumerFactory<byte[], ByteBuffer> {

		private final Supplier<KafkaException> failure;

		Consumers(Supplier<KafkaException> failure) {
			this.failure = failure;
		}

		@Override
		public Consumer<byte[], ByteBuffer> createConsumer(@Nullable String groupId, @Nullable String clientIdPrefix,
				@Nullable String clientIdSuffix, @Nullable Properties properties) {
			MockConsumer<byte[], ByteBuffer> consumer = new MockConsumer<>("earliest");
			consumer.setPollException(this.failure.get());
			RefusedMirrorTests.this.consumers.add(consumer);
			return consumer;
		}

		@Override
		public boolean isAutoCommit() {
			return false;
		}

		@Override
		public Map<String, Object> getConfigurationProperties() {
			return Map.of();
		}

	}

}
