// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.event.SampleFailed;

/**
 * Hands samples to a listener's method, and does what its error handler says where that
 * fails. Used by the listener's thread only.
 */
final class ListenerCalls {

	private static final Log logger = LogFactory.getLog(ListenerCalls.class);

	private final ListenerEndpoint endpoint;

	private final ListenerInvoker invoker;

	private final List<DeliveryAdvice> advice;

	private final EventPublisher events;

	private final ListenerCounters counters;

	private final ListenerErrorLog errorLog;

	private final SampleSource source;

	/** What the method receives in place of an array, if anything. */
	private final @Nullable ArrayView view;

	private final ListenerControl control;

	ListenerCalls(ListenerEndpoint endpoint, ListenerInvoker invoker, ListenerServices services,
			ListenerCounters counters, SampleSource source, ListenerControl control) {
		this.endpoint = endpoint;
		this.invoker = invoker;
		this.advice = services.advice();
		this.events = services.events();
		this.counters = counters;
		this.errorLog = new ListenerErrorLog(endpoint.info().id());
		this.source = source;
		this.view = (endpoint.method().payload() instanceof PayloadType.View array) ? array.view() : null;
		this.control = control;
	}

	/**
	 * Delivers samples, after a pause if there is one.
	 * @param taken one, or those of a batch
	 * @return whether the listener goes on
	 * @throws Throwable an {@link Error} of the method, or that the thread was
	 * interrupted
	 */
	boolean deliver(List<? extends Sample<?>> taken) throws Throwable {
		List<? extends Sample<?>> samples = taken;
		List<? extends Sample<?>> accepted = null;
		Repetition repetition = null;
		while (true) {
			if (!this.control.tryBeginCall()) {
				samples = (accepted != null) ? givenUpAfterPause(samples) : heldAfterPause(samples);
				if (samples.isEmpty()) {
					return true;
				}
				continue;
			}
			this.source.noteCall();
			try {
				if (accepted == null) {
					accepted = filter(samples);
					this.counters.countDelivered(accepted.size(), samples.size() - accepted.size());
				}
				if (!accepted.isEmpty()) {
					call(0, shown(accepted));
				}
				return true;
			}
			catch (InterruptedException ex) {
				throw ex;
			}
			catch (Exception ex) {
				this.control.endCall();
				List<? extends Sample<?>> failed = (accepted != null) ? accepted : samples;
				note(ex, failed);
				repetition = (repetition != null) ? repetition : new Repetition(this.endpoint.errorHandler());
				ErrorAction action = decide(ex, failed, repetition);
				if (action != ErrorAction.RETRY || this.control.isStopping()) {
					if (accepted == null) {
						this.counters.countDelivered(samples.size(), 0);
					}
					return action != ErrorAction.STOP;
				}
			}
			finally {
				this.control.endCall();
			}
		}
	}

	/**
	 * Waits until told what to do with samples that were taken before a pause.
	 * @return those to be delivered: none if newer ones are to be, or the listener ends
	 */
	private List<? extends Sample<?>> heldAfterPause(List<? extends Sample<?>> samples) throws InterruptedException {
		this.control.awaitResumed();
		if (this.control.isStopping()) {
			return List.of();
		}
		if (!this.control.isJumping()) {
			return samples;
		}
		boolean newest = this.source.isDrained();
		if (newest) {
			this.control.landed();
		}
		int kept = newest ? 1 : 0;
		this.counters.countDropped(samples.size() - kept);
		return samples.subList(samples.size() - kept, samples.size());
	}

	/**
	 * As before, where their call has failed: newer ones are to be delivered in any case.
	 */
	private List<? extends Sample<?>> givenUpAfterPause(List<? extends Sample<?>> samples) throws InterruptedException {
		this.control.awaitResumed();
		return (this.control.isStopping() || this.control.isJumping()) ? List.of() : samples;
	}

	/**
	 * Passes over a sample that cannot be decoded.
	 * @param error why not
	 * @return whether the listener goes on
	 */
	boolean passOver(RuntimeException error) {
		note(error, List.of());
		return handle(error, List.of()) != ErrorAction.STOP;
	}

	/** Notes that the segment cannot be read. */
	void noteRefusedSource(RuntimeException error, Duration retryInterval) {
		this.counters.noteError(error);
		this.errorLog.log("the segment of buffer '" + this.endpoint.buffer().name()
				+ "' cannot be read; looking again every " + retryInterval.toMillis() + " ms", error);
	}

	private List<? extends Sample<?>> filter(List<? extends Sample<?>> samples) {
		return (this.endpoint.filter() != null)
				? samples.stream().filter((sample) -> this.endpoint.accepts(shown(sample))).toList() : samples;
	}

	/** As the method receives them: whoever looked before may have moved a buffer on. */
	private List<? extends Sample<?>> shown(List<? extends Sample<?>> samples) {
		return (this.view != null) ? samples.stream().map(this::shown).toList() : samples;
	}

	private Sample<?> shown(Sample<?> sample) {
		return (this.view != null) ? this.view.show(sample) : sample;
	}

	/** The next sample is put into the place of this one, while somebody looks at it. */
	private List<? extends Sample<?>> kept(List<? extends Sample<?>> samples) {
		ArrayView shared = this.view;
		return (shared != null) ? samples.stream().map(shared::copy).toList() : samples;
	}

	private void call(int depth, List<? extends Sample<?>> samples) throws Throwable {
		if (depth == this.advice.size()) {
			this.invoker.invoke(samples);
		}
		else {
			this.advice.get(depth).around(this.endpoint.info(), samples, () -> call(depth + 1, samples));
		}
	}

	private void note(Exception error, List<? extends Sample<?>> samples) {
		this.counters.countError(error);
		String what = samples.isEmpty() ? "a sample was skipped" : "the method failed at " + describe(samples);
		if (this.errorLog.log(what + " of buffer '" + this.endpoint.buffer().name() + "'", error)) {
			this.events.publish(new SampleFailed(this.endpoint.info(), error, kept(samples)));
		}
	}

	private static String describe(List<? extends Sample<?>> samples) {
		long first = samples.getFirst().sequence();
		return (samples.size() == 1) ? "sample " + first : "samples " + first + " to " + samples.getLast().sequence();
	}

	/** Waits before a repetition. */
	private ErrorAction decide(Exception error, List<? extends Sample<?>> samples, Repetition repetition)
			throws InterruptedException {
		ErrorAction action = handle(error, samples);
		if (action != ErrorAction.RETRY) {
			return action;
		}
		Duration pause;
		try {
			pause = repetition.nextPause(error);
			if (pause == null) {
				ErrorAction last = this.endpoint.errorHandler().exhausted(error, shown(samples), this.endpoint.info());
				return (last == ErrorAction.STOP) ? last : ErrorAction.SKIP;
			}
		}
		catch (Exception ex) {
			return skipAfterFailureOfHandler(ex);
		}
		this.control.await(pause);
		return ErrorAction.RETRY;
	}

	private ErrorAction handle(Exception error, List<? extends Sample<?>> samples) {
		try {
			return Objects.requireNonNull(
					this.endpoint.errorHandler().handle(error, shown(samples), this.endpoint.info()),
					"An error handler must not answer null");
		}
		catch (Exception ex) {
			return skipAfterFailureOfHandler(ex);
		}
	}

	private ErrorAction skipAfterFailureOfHandler(Exception error) {
		logger.error("The error handler of listener '" + this.endpoint.info().id()
				+ "' has failed itself, so what it was to decide about is skipped", error);
		return ErrorAction.SKIP;
	}

	/** The repetitions of one call. */
	private static final class Repetition {

		private final GlobalBufferErrorHandler handler;

		private @Nullable BackOffExecution backOff;

		private long start;

		Repetition(GlobalBufferErrorHandler handler) {
			this.handler = handler;
		}

		/** The pause before the next repetition; {@code null} if there is none. */
		@Nullable Duration nextPause(Exception error) {
			if (!this.handler.retryPolicy().shouldRetry(error)) {
				return null;
			}
			if (this.backOff == null) {
				this.backOff = this.handler.retryPolicy().getBackOff().start();
				this.start = System.nanoTime();
			}
			long millis = this.backOff.nextBackOff();
			Duration timeout = this.handler.retryPolicy().getTimeout();
			boolean late = timeout.isPositive()
					&& Duration.ofNanos(System.nanoTime() - this.start).plusMillis(millis).compareTo(timeout) > 0;
			return (millis == BackOffExecution.STOP || late) ? null : Duration.ofMillis(millis);
		}

	}

}
