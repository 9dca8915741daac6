// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a step allocates once it is warm, as the JVM counts it for the thread.
 */
final class Allocation {

	static final int CALLS = 100_000;

	private static final int WARM_UPS = 50;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	/**
	 * What is measured.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws InterruptedException;

	}

	static void assertNothing(Step step) throws InterruptedException {
		assertAtMost(0, CALLS, step);
	}

	/**
	 * By all calls together, in the best of some rounds: the first ones are interpreted.
	 */
	static void assertAtMost(long tolerated, int calls, Step step) throws InterruptedException {
		long allocated = Long.MAX_VALUE;
		for (int round = 0; round < WARM_UPS && allocated > tolerated; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int call = 0; call < calls; call++) {
				step.run();
			}
			allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		}
		assertThat(allocated).as("bytes in %d calls", calls).isLessThanOrEqualTo(tolerated);
	}

}
