// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How large a record may be, as producer and topic are set. The topic is asked, where it
 * answers soon; its limit says nothing of records that are compressed.
 */
final class RecordLimits {

	private static final Log logger = LogFactory.getLog(RecordLimits.class);

	/** For the headers, with their names, and what is around a record. */
	private static final long OVERHEAD = 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final PublicationDefinition definition;

	private final Map<String, Object> producer;

	private final Map<String, Object> admin;

	/**
	 * Creates limits.
	 * @param definition where the records go
	 * @param producer the settings of the producer
	 * @param admin the settings of a client that asks for those of the topic
	 */
	RecordLimits(PublicationDefinition definition, Map<String, Object> producer, Map<String, Object> admin) {
		this.definition = definition;
		this.producer = producer;
		this.admin = admin;
	}

	/**
	 * Refuses streams whose largest samples could not be sent.
	 * @param spec what the stream holds
	 * @throws RecordLimitException if it is so, naming each limit that must be raised
	 */
	void require(StreamSpec spec) throws InterruptedException {
		long size = spec.layout().sampleSize() + spec.bytes().length
				+ this.definition.stream().getBytes(StandardCharsets.UTF_8).length + OVERHEAD;
		List<String> tooLow = new ArrayList<>();
		add(tooLow, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, size);
		add(tooLow, ProducerConfig.BUFFER_MEMORY_CONFIG, size);
		OptionalLong limit = isCompressed() ? OptionalLong.empty() : topicLimit();
		if (limit.isPresent() && limit.getAsLong() < size) {
			tooLow.add(TopicConfig.MAX_MESSAGE_BYTES_CONFIG + " of topic '" + this.definition.topic() + "', which is "
					+ limit.getAsLong() + " (or message.max.bytes of the brokers, with replica.fetch.max.bytes)");
		}
		if (!tooLow.isEmpty()) {
			throw new RecordLimitException("A sample of buffer '" + this.definition.buffer().name() + "' takes up to "
					+ spec.layout().sampleSize() + " bytes, and its record up to " + size
					+ ", which Apache Kafka would refuse. Raise to at least that: " + String.join("; ", tooLow));
		}
	}

	private void add(List<String> tooLow, String key, long size) {
		Object set = this.producer.getOrDefault(key, ProducerConfig.configDef().defaultValues().get(key));
		long limit = Long.parseLong(String.valueOf(set).strip());
		if (limit < size) {
			tooLow.add("spring.kafka.producer.properties." + key + ", which is " + limit);
		}
	}

	private boolean isCompressed() {
		Object compression = this.producer.get(ProducerConfig.COMPRESSION_TYPE_CONFIG);
		return compression != null && !compression.toString().strip().equals("none");
	}

	private OptionalLong topicLimit() throws InterruptedException {
		Map<String, Object> configuration = new HashMap<>(this.admin);
		int patience = (int) PATIENCE.toMillis();
		configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
		configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
		ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, this.definition.topic());
		try {
			Admin client = Admin.create(configuration);
			try {
				Config found = client.describeConfigs(List.of(topic))
					.all()
					.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
					.get(topic);
				ConfigEntry limit = (found != null) ? found.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG) : null;
				return (limit != null) ? OptionalLong.of(Long.parseLong(limit.value())) : OptionalLong.empty();
			}
			finally {
				client.close(Duration.ZERO);
			}
		}
		catch (ExecutionException | TimeoutException | KafkaException ex) {
			// it may not be there yet, and not everybody may ask: sending tells
			logger.debug("How large a record of topic '" + this.definition.topic() + "' may be is not known", ex);
			return OptionalLong.empty();
		}
	}

}
