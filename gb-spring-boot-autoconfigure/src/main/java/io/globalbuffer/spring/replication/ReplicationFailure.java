// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RecordTooLargeException;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.spring.ReplicationDirection;

/**
 * Says why a replication fails, to everybody: what another library says could be secret,
 * and is for the log.
 */
final class ReplicationFailure {

	private static final Log logger = LogFactory.getLog(ReplicationFailure.class);

	private ReplicationFailure() {
	}

	static String describe(Throwable failure, ReplicationDefinition definition) {
		return switch (failure) {
			case RecordLimitException limit -> String.valueOf(limit.getMessage());
			case GlobalBufferException own -> String.valueOf(own.getMessage());
			case PublicationFailedException sent when sent.reason() instanceof RecordTooLargeException -> "Topic '"
					+ definition.topic() + "' does not take records as large as a sample of buffer '"
					+ definition.buffer().name() + "'. Raise max.message.bytes of the topic (or message.max.bytes of"
					+ " the brokers, with replica.fetch.max.bytes), and"
					+ " spring.kafka.producer.properties.max.request.size with it";
			case PublicationFailedException sent -> describe(sent.reason(), definition);
			case ApiException kafka -> "Apache Kafka does not "
					+ ((definition.direction() == ReplicationDirection.PUBLISH) ? "take records for"
							: "give records of")
					+ " topic '" + definition.topic() + "': " + kafka.getClass().getSimpleName() + ": "
					+ kafka.getMessage();
			default -> "It failed with " + failure.getClass().getName() + "; the application's log says more";
		};
	}

	/** What {@link #describe} does not say. */
	static void log(Throwable failure, ReplicationDefinition definition) {
		String text = "Replication '" + definition.name() + "' has failed";
		Throwable reason = (failure instanceof PublicationFailedException sent) ? sent.reason() : failure;
		if (reason instanceof GlobalBufferException || reason instanceof RecordLimitException
				|| reason instanceof ApiException) {
			logger.debug(text, failure);
		}
		else {
			logger.error(text, failure);
		}
	}

}
