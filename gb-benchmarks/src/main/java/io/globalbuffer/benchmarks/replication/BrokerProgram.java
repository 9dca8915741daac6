// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.replication;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A broker in a process of its own, until its input ends. It says at which address it is
 * found.
 */
public final class BrokerProgram {

	private BrokerProgram() {
	}

	public static void main(String[] arguments) throws IOException {
		PrintStream answers = System.out;
		System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
		EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1).brokerProperties(Map.of("message.max.bytes",
				Integer.toString(Application.LARGEST_RECORD), "log.segment.bytes", "134217728", "log.retention.bytes",
				"536870912", "log.retention.check.interval.ms", "1000", "file.delete.delay.ms", "1000"));
		broker.afterPropertiesSet();
		answers.println(broker.getBrokersAsString());
		System.in.readAllBytes();
		broker.destroy();
	}

}
