// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C does while a command runs: it closes what the command works with, which
 * ends the command as if by itself, and waits for that.
 */
final class Interrupt implements AutoCloseable {

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Thread hook;

	private Interrupt(AutoCloseable handle, Duration patience) {
		this.hook = new Thread(() -> {
			try {
				handle.close();
				boolean _ = this.ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (Exception ex) {
				// the process ends all the same
			}
		}, "gb-interrupt");
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Closes a handle, and lets the command print what is left.
	 * @param handle what the command waits for
	 */
	static Interrupt ending(AutoCloseable handle) {
		return new Interrupt(handle, Duration.ofSeconds(2));
	}

	/**
	 * Closes a handle only.
	 * @param handle what must be closed, while the command waits for something else
	 */
	static Interrupt closing(AutoCloseable handle) {
		return new Interrupt(handle, Duration.ZERO);
	}

	/**
	 * Whether the process is being ended: what a command fails with then is no error, for
	 * what it works with is closed under it.
	 */
	static boolean isUnderWay() {
		Thread probe = new Thread(() -> {
		}, "gb-probe");
		try {
			Runtime.getRuntime().addShutdownHook(probe);
			Runtime.getRuntime().removeShutdownHook(probe);
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	/**
	 * Says that the command has ended.
	 */
	@Override
	public void close() {
		this.ended.countDown();
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// it is under way
		}
	}

}
