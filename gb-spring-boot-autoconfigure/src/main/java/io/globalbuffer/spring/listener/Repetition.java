// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import io.globalbuffer.spring.ErrorAction;

/**
 * The attempts of one delivery, counted from 1.
 */
final class Repetition {

	private final RetryPolicy policy;

	private final long start = System.nanoTime();

	private @Nullable BackOffExecution backOff;

	private long attempts = 1;

	Repetition(RetryPolicy policy) {
		this.policy = policy;
	}

	/** How many attempts were made. */
	long attempts() {
		return this.attempts;
	}

	/**
	 * Asks for one more attempt.
	 * @param error what the last one threw
	 * @return what to do; {@code null} if the policy allows no more
	 */
	@Nullable Decision next(Exception error) {
		if (!this.policy.shouldRetry(error)) {
			return null;
		}
		BackOff pauses = this.policy.getBackOff();
		if (this.backOff == null) {
			this.backOff = pauses.start();
		}
		long millis = this.backOff.nextBackOff();
		Duration timeout = this.policy.getTimeout();
		boolean late = timeout.isPositive()
				&& Duration.ofNanos(System.nanoTime() - this.start).plusMillis(millis).compareTo(timeout) > 0;
		if (millis == BackOffExecution.STOP || late) {
			return null;
		}
		this.attempts++;
		return new Decision(ErrorAction.RETRY, Duration.ofMillis(millis),
				"trying again in " + time(millis) + ", attempt " + this.attempts + most(pauses));
	}

	private static String time(long millis) {
		return (millis % 1000 == 0) ? millis / 1000 + " s" : millis + " ms";
	}

	private static String most(BackOff pauses) {
		long retries = switch (pauses) {
			case FixedBackOff fixed -> fixed.getMaxAttempts();
			case ExponentialBackOff exponential -> exponential.getMaxAttempts();
			default -> Long.MAX_VALUE;
		};
		return (retries < Long.MAX_VALUE) ? " of " + (retries + 1) : "";
	}

}
