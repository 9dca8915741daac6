// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.List;
import java.util.Objects;

import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.Sample;

/**
 * Repeats failed calls.
 *
 * @param retryPolicy how often and after which times
 * @param recoverer receives the samples when that did not help
 * @param afterwards what to do when that did not help
 */
record RetryingErrorHandler(RetryPolicy retryPolicy, SampleRecoverer recoverer,
		ErrorAction afterwards) implements GlobalBufferErrorHandler {

	RetryingErrorHandler {
		Objects.requireNonNull(retryPolicy, "The policy of a retrying error handler cannot be null");
		Objects.requireNonNull(recoverer, "The recoverer of a retrying error handler cannot be null");
		if (afterwards == ErrorAction.RETRY) {
			throw new IllegalArgumentException("After the last retry a listener can skip or stop, not retry");
		}
	}

	@Override
	public ErrorAction handle(Exception error, List<? extends Sample<?>> samples, ListenerInfo listener) {
		return ErrorAction.RETRY;
	}

	@Override
	public ErrorAction exhausted(Exception error, List<? extends Sample<?>> samples, ListenerInfo listener) {
		this.recoverer.recover(error, samples, listener);
		return this.afterwards;
	}

}
