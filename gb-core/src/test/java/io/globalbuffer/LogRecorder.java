// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What is logged by a class, of any level.
 */
final class LogRecorder extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger;

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private LogRecorder(Logger logger) {
		this.logger = logger;
	}

	static LogRecorder of(Class<?> source) {
		LogRecorder recorder = new LogRecorder((Logger) LoggerFactory.getLogger(source));
		recorder.logger.setLevel(Level.DEBUG);
		recorder.start();
		recorder.logger.addAppender(recorder);
		return recorder;
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.events.add(event);
	}

	List<String> messages() {
		return this.events.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(null);
	}

}
