// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The consumer of a mirror, in a container of Spring Kafka. Safe for use by many threads.
 */
final class MirrorConsumer {

	/** After which topics and partitions are seen that are new. */
	private static final Duration METADATA_MAX_AGE = Duration.ofSeconds(10);

	private static final Duration IDLE_INTERVAL = Duration.ofSeconds(1);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	/** After credentials were refused. */
	private static final Duration AUTHENTICATION_RETRY_INTERVAL = Duration.ofSeconds(10);

	private final MirrorDefinition definition;

	private final MirrorStatus status;

	private final KafkaMessageListenerContainer<byte[], ByteBuffer> container;

	private final CountDownLatch ended = new CountDownLatch(1);

	MirrorConsumer(MirrorDefinition definition, ConsumerFactory<byte[], ByteBuffer> consumers, MirrorStatus status,
			Duration shutdownTimeout) {
		this.definition = definition;
		this.status = status;
		this.container = new KafkaMessageListenerContainer<>(consumers, properties(consumers, shutdownTimeout));
		this.container.setBeanName("globalbuffer-replication-" + definition.name());
		this.container.setCommonErrorHandler(new RetryingHandler());
		this.container.setApplicationEventPublisher(this::learn);
	}

	private ContainerProperties properties(ConsumerFactory<byte[], ByteBuffer> consumers, Duration shutdownTimeout) {
		ContainerProperties properties = new ContainerProperties(this.definition.topic());
		properties.setGroupId(this.definition.groupId());
		properties.setAckMode(AckMode.MANUAL);
		// where the mirror stands is in its journal: what is committed is for people
		properties.setSyncCommits(false);
		properties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
		properties.setMissingTopicsFatal(false);
		properties.setAuthExceptionRetryInterval(AUTHENTICATION_RETRY_INTERVAL);
		properties.setPollTimeout(IDLE_INTERVAL.toMillis());
		properties.setIdleEventInterval(IDLE_INTERVAL.toMillis());
		properties.setIdleBeforeDataMultiplier(1);
		properties.setShutdownTimeout(shutdownTimeout.toMillis());
		if (!consumers.getConfigurationProperties().containsKey(ConsumerConfig.METADATA_MAX_AGE_CONFIG)) {
			Properties settings = new Properties();
			settings.setProperty(ConsumerConfig.METADATA_MAX_AGE_CONFIG, Long.toString(METADATA_MAX_AGE.toMillis()));
			properties.setKafkaConsumerProperties(settings);
		}
		return properties;
	}

	/**
	 * Starts it.
	 * @param listener receives the records
	 */
	void start(MirrorListener listener) {
		this.container.getContainerProperties().setMessageListener(listener);
		this.container.getContainerProperties().setConsumerRebalanceListener(listener);
		this.container.start();
	}

	/**
	 * Waits until it has ended by itself.
	 * @param timeout how long to wait
	 * @return whether it has
	 */
	boolean awaitEnd(Duration timeout) throws InterruptedException {
		return this.ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Has it end, without waiting for that. */
	void end() {
		this.container.stopAbnormally(() -> {
		});
	}

	/** Stops it, when what was received is given to the listener. */
	void stop() {
		this.container.stop();
	}

	private void learn(Object event) {
		switch (event) {
			case ListenerContainerIdleEvent idle -> lookForBrokers(idle.getConsumer());
			case ConsumerStoppedEvent stopped -> {
				// who has it end says why
				if (stopped.getReason() != ConsumerStoppedEvent.Reason.NORMAL
						&& stopped.getReason() != ConsumerStoppedEvent.Reason.ABNORMAL) {
					this.status.failing(describe(stopped.getReason()));
				}
				this.ended.countDown();
			}
			case ConsumerRetryAuthEvent refused -> this.status.failing("The brokers refuse this application topic '"
					+ this.definition.topic() + "' or group '" + this.definition.groupId() + "' (" + refused.getReason()
					+ "): look at its credentials and what these permit. It tries again");
			case ConsumerRetryAuthSuccessfulEvent _ -> this.status.running();
			default -> {
				// all is well
			}
		}
	}

	private String describe(ConsumerStoppedEvent.Reason reason) {
		return (reason == ConsumerStoppedEvent.Reason.FENCED)
				? "Another application is '" + this.definition.name() + "' on host '" + this.definition.host()
						+ "' in group '" + this.definition.groupId() + "', and both cannot be. Give one of them another"
						+ " host or group-id"
				: "The consumer of topic '" + this.definition.topic() + "' has ended (" + reason
						+ "); the application's log says more";
	}

	/** The client tries again and again, and says nothing of it. */
	private void lookForBrokers(Consumer<?, ?> consumer) {
		double connections = consumer.metrics()
			.values()
			.stream()
			.filter((metric) -> metric.metricName().name().equals("connection-count"))
			.map(Metric::metricValue)
			.mapToDouble((value) -> (Double) value)
			.sum();
		this.status.unreachable(connections == 0);
	}

	/** Has what was received come again, and another consumer begin if none can be. */
	private final class RetryingHandler extends DefaultErrorHandler {

		RetryingHandler() {
			super(new FixedBackOff(RETRY_INTERVAL.toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS));
		}

		@Override
		public void handleOtherException(Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container,
				boolean batchListener) {
			MirrorConsumer.this.status.failing(thrown);
			end();
		}

	}

}
