// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.List;

import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.Sample;

/**
 * Decides what happens after a listener's method or filter threw, a sample could not be
 * decoded, or what the method returned could not be sent. The one bean of this type, or
 * the primary one, is for all listeners that name no other with
 * {@link GlobalBufferListener#errorHandler()}; without any, failed samples are skipped.
 * In any case the error is counted, logged with the decision and published as an event,
 * once per interval of many of a kind; each sample that is given up is counted, named in
 * the log and published as an event. An {@link Error} is not handled: it ends the
 * listener.
 * <p>
 * Called by the thread that calls the method, within the observation of the call, so that
 * one handler may serve several threads. Where the handler itself throws, the samples are
 * given up.
 */
@FunctionalInterface
public interface GlobalBufferErrorHandler {

	/**
	 * Decides about a failed call.
	 * @param error what was thrown: by the method, the filter, the writer that the result
	 * is sent with, or a {@link io.globalbuffer.exception.CodecException}
	 * @param samples the samples of the call: one, several of a batch, or none where a
	 * sample could not be decoded, which is then skipped even if the answer is
	 * {@link ErrorAction#RETRY}
	 * @param listener the listener
	 * @return what to do
	 */
	ErrorAction handle(Exception error, List<? extends Sample<?>> samples, ListenerInfo listener);

	/**
	 * How often and after which times a call is repeated that this handler answered with
	 * {@link ErrorAction#RETRY}. The policy is asked about each exception, and for a
	 * fresh back-off for each call.
	 * @return the policy; three times, a second apart, if not overridden
	 */
	default RetryPolicy retryPolicy() {
		return RetryPolicy.withDefaults();
	}

	/**
	 * Decides about a call that was repeated as often as the policy allows.
	 * @param error what the method threw at last
	 * @param samples the samples of the call
	 * @param listener the listener
	 * @return {@link ErrorAction#SKIP}, if not overridden, or {@link ErrorAction#STOP}
	 */
	default ErrorAction exhausted(Exception error, List<? extends Sample<?>> samples, ListenerInfo listener) {
		return ErrorAction.SKIP;
	}

	/**
	 * A handler that skips what failed.
	 * @return the handler
	 */
	static GlobalBufferErrorHandler skipping() {
		return (error, samples, listener) -> ErrorAction.SKIP;
	}

	/**
	 * A handler that stops the listener.
	 * @return the handler
	 */
	static GlobalBufferErrorHandler stopping() {
		return (error, samples, listener) -> ErrorAction.STOP;
	}

	/**
	 * A handler that repeats failed calls and then skips their samples.
	 * @param policy how often and after which times
	 * @return the handler
	 */
	static GlobalBufferErrorHandler retrying(RetryPolicy policy) {
		return retrying(policy, ErrorAction.SKIP);
	}

	/**
	 * A handler that repeats failed calls.
	 * @param policy how often and after which times
	 * @param afterwards what to do when that did not help: skip or stop
	 * @return the handler
	 * @throws IllegalArgumentException if that is {@link ErrorAction#RETRY}
	 */
	static GlobalBufferErrorHandler retrying(RetryPolicy policy, ErrorAction afterwards) {
		return new RetryingErrorHandler(policy, (error, samples, listener) -> {
		}, afterwards);
	}

	/**
	 * A handler that repeats failed calls, and hands their samples over before it skips
	 * them. What cannot be decoded is no sample, and is skipped at once.
	 * @param policy how often and after which times
	 * @param recoverer receives the samples when that did not help
	 * @return the handler
	 */
	static GlobalBufferErrorHandler retrying(RetryPolicy policy, SampleRecoverer recoverer) {
		return new RetryingErrorHandler(policy, recoverer, ErrorAction.SKIP);
	}

}
