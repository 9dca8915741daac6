// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.ListenerInfo;

/**
 * Asks a listener's error handler. Where that throws, what it was asked about is given
 * up. Used by one thread at a time.
 */
final class ErrorDecisions {

	private final ListenerInfo listener;

	private final GlobalBufferErrorHandler handler;

	private final ListenerErrorLog errorLog;

	ErrorDecisions(ListenerEndpoint endpoint, ListenerErrorLog errorLog) {
		this.listener = endpoint.info();
		this.handler = endpoint.errorHandler();
		this.errorLog = errorLog;
	}

	/**
	 * Begins to count the attempts of a delivery.
	 * @return its repetition, of which nothing has happened yet
	 */
	Repetition repetition() {
		return new Repetition(this.handler.retryPolicy());
	}

	/**
	 * Decides about a failure.
	 * @param failure what failed
	 * @param samples the samples as the handler is to see them
	 * @param repetition the attempts so far; {@code null} where another attempt is of no
	 * use
	 * @return what to do
	 */
	Decision decide(CallFailure failure, Supplier<List<? extends Sample<?>>> samples,
			@Nullable Supplier<Repetition> repetition) {
		try {
			ErrorAction action = Objects.requireNonNull(
					this.handler.handle(failure.error(), samples.get(), this.listener),
					"An error handler must not answer null");
			return switch (action) {
				case STOP -> Decision.STOP;
				case SKIP -> Decision.skip("given up, skipped");
				case RETRY -> (repetition != null) ? repeat(failure, samples, repetition.get())
						: Decision.skip("given up, since trying again is of no use");
			};
		}
		catch (Exception ex) {
			this.errorLog.logHandler(failure, ex);
			return Decision.skip("given up, since the error handler failed");
		}
	}

	private Decision repeat(CallFailure failure, Supplier<List<? extends Sample<?>>> samples, Repetition repetition) {
		Decision again = repetition.next(failure.error());
		if (again != null) {
			return again;
		}
		ErrorAction last = this.handler.exhausted(failure.error(), samples.get(), this.listener);
		return (last == ErrorAction.STOP) ? Decision.STOP : Decision.skip("given up after " + repetition.attempts()
				+ ((repetition.attempts() == 1) ? " attempt, skipped" : " attempts, skipped"));
	}

}
