package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's background thread, which stamps writers and looks after every handle. It
 * lives while any handle is open: a class loader that holds none can be let go.
 */
public final class Heartbeats {

	/** How often a handle is looked after. */
	public static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(Heartbeats.class);

	private static final ScheduledThreadPoolExecutor EXECUTOR = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "globalbuffer-heartbeat");
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	});
	static {
		EXECUTOR.setRemoveOnCancelPolicy(true);
		EXECUTOR.setKeepAliveTime(1, TimeUnit.SECONDS);
		EXECUTOR.allowCoreThreadTimeOut(true);
	}

	private Heartbeats() {
	}

	/**
	 * Runs a task again and again. One that fails is reported once and stopped, and the
	 * others go on.
	 * @param subject what the task looks after, for messages
	 * @param interval from start to start
	 * @param task the task
	 * @return to cancel it
	 */
	public static Future<?> every(Path subject, Duration interval, Runnable task) {
		long nanos = TimeUnit.NANOSECONDS.convert(interval);
		return EXECUTOR.scheduleAtFixedRate(() -> {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				logger.error("The background task of segment {} failed and is not tried again. Close its buffer and "
						+ "open it again", subject, ex);
				throw ex;
			}
		}, nanos, nanos, TimeUnit.NANOSECONDS);
	}

}
