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
		return new Scripted();
	}

	/** A stream that is as a test says. Its writer wakes nobody. */
	static final class Scripted implements AwaitedStream {

		long count;

		long writer = 1;

		@Override
		public long count() {
			return this.count;
		}

		@Override
		public long capacity() {
			return 8;
		}

		@Override
		public long writer() {
			return this.writer;
		}

		@Override
		public boolean wakes() {
			return false;
		}

		@Override
		public void sleep(long nanos) {
			throw new IllegalStateException("Nothing wakes who sleeps here");
		}

	}

}
