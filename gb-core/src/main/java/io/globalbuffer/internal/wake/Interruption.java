// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.wake;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Learns when the thread is interrupted that is between {@link #enter} and
 * {@link #leave}, which the JDK tells channels alone. Of use until the first interrupt,
 * by which it is closed.
 */
final class Interruption extends AbstractInterruptibleChannel {

	private final Runnable action;

	/**
	 * Does something at an interrupt.
	 * @param action what to do, on the thread that interrupts; at once if the thread was
	 * interrupted before
	 */
	Interruption(Runnable action) {
		this.action = action;
	}

	void enter() {
		begin();
	}

	void leave() {
		try {
			end(true);
		}
		catch (AsynchronousCloseException ex) {
			// the thread stays interrupted: for the caller to see
		}
	}

	@Override
	protected void implCloseChannel() {
		this.action.run();
	}

}
