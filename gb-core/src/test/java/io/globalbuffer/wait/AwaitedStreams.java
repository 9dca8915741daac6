// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

/**
 * Streams for waiters to wait for.
 */
final class AwaitedStreams {

	private AwaitedStreams() {
	}

	/** A stream without samples, whose writer wakes nobody. */
	static AwaitedStream silent() {
		return new AwaitedStream() {

			@Override
			public long count() {
				return 0;
			}

			@Override
			public long capacity() {
				return 8;
			}

			@Override
			public long writer() {
				return 1;
			}

			@Override
			public boolean wakes() {
				return false;
			}

			@Override
			public void sleep(long nanos) {
				throw new IllegalStateException("Nothing wakes who sleeps here");
			}

		};
	}

}
