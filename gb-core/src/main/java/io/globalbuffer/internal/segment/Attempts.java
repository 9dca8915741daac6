// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.WriterConflictException;

/**
 * The attempts of a successor that finds others ahead of it each time: so many as there
 * is time for.
 */
final class Attempts {

	/** For what comes and goes in milliseconds, on top of what the caller allows. */
	private static final Duration LONGEST = Duration.ofSeconds(5);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Path path;

	private final long timeoutNanos;

	private final long start = System.nanoTime();

	Attempts(Path path, Duration timeout) {
		this.path = path;
		this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
	}

	/**
	 * Notes that another attempt came too late, and pauses.
	 * @throws WriterConflictException if there have been enough of them
	 * @throws GlobalBufferException if the thread is interrupted
	 */
	void cameTooLate() {
		if (System.nanoTime() - this.start - LONGEST.toNanos() > this.timeoutNanos) {
			throw new WriterConflictException("Segment " + this.path + " is not free: for "
					+ (LONGEST.toSeconds() + TimeUnit.NANOSECONDS.toSeconds(this.timeoutNanos))
					+ " s others were faster each time to create it, to write it, to take it over or to remove it. "
					+ "Leave it to one writer, and stop the others");
		}
		// not by Pause: an interrupt ends this
		LockSupport.parkNanos(PAUSE_NANOS);
		if (Thread.currentThread().isInterrupted()) {
			throw new GlobalBufferException(
					"Interrupted while other processes create or take over segment " + this.path + " again and again");
		}
	}

}
