// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.ReplicationDirection;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.buffer.BufferDefinitions;
import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.spring.replication.MirrorWriters;
import io.globalbuffer.spring.replication.ReplicationDefinition;
import io.globalbuffer.spring.replication.ReplicationFactory;
import io.globalbuffer.spring.replication.ReplicationRegistry;

/**
 * Runs what is declared under {@code globalbuffer.replication}, in the context whose
 * buffers it is about. Uses the application's Apache Kafka with factories of its own.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class,
		afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnBean(value = MonitoredBuffers.class, search = SearchStrategy.CURRENT)
public final class ReplicationAutoConfiguration {

	ReplicationAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ReplicationRegistry globalBufferReplicationRegistry(GlobalBufferProperties properties, BufferDefinitions buffers,
			Environment environment, ObjectProvider<ReplicationFactory> factory) {
		List<ReplicationDefinition> definitions = new ReplicationDefinitionFactory(properties, buffers,
				environment.getProperty("spring.application.name"))
			.createAll();
		return new ReplicationRegistry(definitions.stream().map((definition) -> factory.getIfAvailable(() -> (_) -> {
			throw withoutKafka(definition);
		}).create(definition)).toList());
	}

	private static ReplicationRefusedException withoutKafka(ReplicationDefinition definition) {
		return new ReplicationRefusedException(
				"Replication " + InvalidReplicationProperty.name(definition.name(), "")
						+ " is declared, but the application has no Spring Kafka.",
				"Add org.springframework.boot:spring-boot-starter-kafka to the dependencies, or remove the replication."
						+ " Where it is there, Spring Boot's KafkaAutoConfiguration must not be excluded.");
	}

	@Bean
	ReplicationLifecycle globalBufferPublications(ReplicationRegistry registry) {
		return new ReplicationLifecycle(ReplicationDirection.PUBLISH, registry);
	}

	@Bean
	ReplicationLifecycle globalBufferMirrors(ReplicationRegistry registry) {
		return new ReplicationLifecycle(ReplicationDirection.MIRROR, registry);
	}

	/**
	 * Where Spring Kafka is there.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DefaultKafkaProducerFactory.class, KafkaProperties.class })
	static class Kafka {

		@Bean
		@ConditionalOnBean({ KafkaProperties.class, KafkaConnectionDetails.class })
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		ReplicationFactory globalBufferReplicationFactory(KafkaProperties properties, KafkaConnectionDetails connection,
				ObjectProvider<DefaultKafkaProducerFactoryCustomizer> producers,
				ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> consumers, BufferReaders readers,
				GlobalBufferProperties buffers, ObjectProvider<GlobalBufferCustomizer> customizers,
				ListenerSettings settings) {
			return new KafkaReplicationFactory(
					new KafkaClients(properties, connection, producers::orderedStream, consumers::orderedStream),
					readers, new MirrorWriters(buffers.liveness().heartbeatInterval(), customizers::orderedStream),
					settings.shutdownTimeout());
		}

	}

}
