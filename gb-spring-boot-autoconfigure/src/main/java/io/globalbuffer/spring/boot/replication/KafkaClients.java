// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.util.StringUtils;

import io.globalbuffer.spring.replication.MirrorDefinition;

/**
 * Makes factories of Kafka's clients from the application's settings of its own ones, for
 * bytes and without transactions.
 */
final class KafkaClients {

	private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9._-]");

	private final KafkaProperties properties;

	private final KafkaConnectionDetails connection;

	private final Supplier<Stream<DefaultKafkaProducerFactoryCustomizer>> producers;

	private final Supplier<Stream<DefaultKafkaConsumerFactoryCustomizer>> consumers;

	KafkaClients(KafkaProperties properties, KafkaConnectionDetails connection,
			Supplier<Stream<DefaultKafkaProducerFactoryCustomizer>> producers,
			Supplier<Stream<DefaultKafkaConsumerFactoryCustomizer>> consumers) {
		this.properties = properties;
		this.connection = connection;
		this.producers = producers;
		this.consumers = consumers;
	}

	/**
	 * The factory of one publication's producers.
	 * @param replication the publication's name
	 * @return the factory
	 * @throws ReplicationRefusedException if a setting breaks the order of records, or
	 * lets some be lost
	 */
	DefaultKafkaProducerFactory<byte[], byte[]> producers(String replication) {
		Map<String, Object> configuration = this.properties.buildProducerProperties();
		apply(configuration, this.connection.getProducer());
		addToClientId(configuration, replication);
		DefaultKafkaProducerFactory<byte[], byte[]> factory = new DefaultKafkaProducerFactory<>(configuration);
		this.producers.get().forEach((customizer) -> customizer.customize(factory));
		factory.setKeySerializer(new ByteArraySerializer());
		factory.setValueSerializer(new ByteArraySerializer());
		factory.removeConfig(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
		// who closes has flushed, or gives up
		factory.setPhysicalCloseTimeout(0);
		ProducerGuarantees.require(factory.getConfigurationProperties());
		return factory;
	}

	/**
	 * The factory of one mirror's consumers, whose offsets are committed by Spring Kafka
	 * alone. A mirror that was killed is the same member of its group when it comes
	 * again, and does not have to wait until the group has given up the one before.
	 * @param mirror the mirror
	 * @return the factory
	 */
	ConsumerFactory<byte[], ByteBuffer> consumers(MirrorDefinition mirror) {
		Map<String, Object> configuration = this.properties.buildConsumerProperties();
		apply(configuration, this.connection.getConsumer());
		addToClientId(configuration, mirror.name());
		DefaultKafkaConsumerFactory<byte[], ByteBuffer> factory = new DefaultKafkaConsumerFactory<>(configuration);
		this.consumers.get().forEach((customizer) -> customizer.customize(factory));
		factory.setKeyDeserializer(new ByteArrayDeserializer());
		// where it was received, and not a copy
		factory.setValueDeserializer(new ByteBufferDeserializer());
		String member = NOT_IN_NAMES.matcher(mirror.host() + "." + mirror.name()).replaceAll("_");
		factory.updateConfigs(Map.of(ConsumerConfig.GROUP_ID_CONFIG, mirror.groupId(),
				ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
				ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
		return factory;
	}

	/**
	 * The settings of a client that asks brokers for theirs.
	 * @return the settings
	 */
	Map<String, Object> admin() {
		Map<String, Object> configuration = new HashMap<>(this.properties.buildAdminProperties());
		apply(configuration, this.connection.getAdmin());
		return configuration;
	}

	/** Clients of one id in one process would hide each other's figures in JMX. */
	private static void addToClientId(Map<String, Object> configuration, String replication) {
		configuration.compute(CommonClientConfigs.CLIENT_ID_CONFIG,
				(_, id) -> ((id != null) ? id + "-" : "globalbuffer-") + replication);
	}

	private static void apply(Map<String, Object> configuration, KafkaConnectionDetails.Configuration connection) {
		configuration.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
		if (StringUtils.hasLength(connection.getSecurityProtocol())) {
			configuration.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, connection.getSecurityProtocol());
		}
		SslBundle bundle = connection.getSslBundle();
		if (bundle != null) {
			configuration.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
			configuration.put(SslBundle.class.getName(), bundle);
		}
	}

}
