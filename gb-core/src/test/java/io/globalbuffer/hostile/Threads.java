// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Threads that end with the process, and what they failed with.
 */
final class Threads {

	private Threads() {
	}

	static <T> Future<T> start(Callable<T> action) {
		FutureTask<T> task = new FutureTask<>(action);
		Thread.ofPlatform().daemon().start(task);
		return task;
	}

	/** The exception, and where it came from, in one line. */
	static String describe(Throwable failure) {
		return failure + " at " + Arrays.stream(failure.getStackTrace()).limit(12).toList();
	}

}
