// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.wait.AwaitedStream;
import io.globalbuffer.wait.Waiter;

/**
 * Sleeps once for as long as it may: a wake-up that is lost is not made up for.
 */
public final class PatientWait implements Waiter {

	@Override
	public void reset() {
	}

	@Override
	public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (!stream.wakes()) {
			throw new IllegalStateException("The writer wakes nobody");
		}
		stream.sleep(maxNanos);
	}

}
