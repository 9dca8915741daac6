// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.wait.AwaitedStream;

/**
 * What a following reader waits for while there is no segment.
 */
final class NoSegment implements AwaitedStream {

	static final AwaitedStream AWAITED = new NoSegment();

	private NoSegment() {
	}

	@Override
	public long count() {
		return 0;
	}

	@Override
	public long capacity() {
		return 0;
	}

	@Override
	public long writer() {
		return 0;
	}

	@Override
	public boolean wakes() {
		return false;
	}

	@Override
	public void sleep(long nanos) {
		LockSupport.parkNanos(this, nanos);
	}

}
