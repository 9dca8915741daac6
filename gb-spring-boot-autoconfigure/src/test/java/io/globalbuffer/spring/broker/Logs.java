// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka logs: each lost connection, again and again.
 */
final class Logs {

	private Logs() {
	}

	static void quieten(String logger) {
		((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.ERROR);
	}

}
