// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks at things five times a second, in a thread of its own, from its start to its end.
 */
final class Watch implements Runnable {

	private static final Log logger = LogFactory.getLog(Watch.class);

	private static final long INTERVAL_MILLIS = 200;

	private static final long STOP_TIMEOUT_MILLIS = 5000;

	private final Supplier<List<Runnable>> looks;

	private final CountDownLatch stopSignal = new CountDownLatch(1);

	private final Thread thread;

	private boolean failing;

	/**
	 * Creates a watch.
	 * @param name the name of its thread
	 * @param looks what to do, asked for each time
	 */
	Watch(String name, Supplier<List<Runnable>> looks) {
		this.looks = looks;
		this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Ends it. It looks no more once this returns.
	 */
	void stop() {
		this.stopSignal.countDown();
		try {
			this.thread.join(STOP_TIMEOUT_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		try {
			do {
				lookAtAllOrLater();
			}
			while (!this.stopSignal.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			logger.debug("The monitor of buffers was interrupted and looks no more");
		}
	}

	private void lookAtAllOrLater() {
		try {
			boolean failed = false;
			for (Runnable look : this.looks.get()) {
				failed |= fails(look);
			}
			this.failing = failed;
		}
		catch (RuntimeException | Error ex) {
			// not even reported, for want of memory: the next look may be
		}
	}

	/** One that cannot be looked at hides none of the others. */
	private boolean fails(Runnable look) {
		try {
			look.run();
			return false;
		}
		catch (RuntimeException | Error ex) {
			if (!this.failing) {
				logger.error("Something cannot be monitored for events; trying again", ex);
			}
			return true;
		}
	}

}
