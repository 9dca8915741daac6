package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.List;

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
		this.control = control;
	}

	/**
	 * Delivers samples.
	 * @param samples one, or those of a batch
	 * @return whether the listener goes on
	 * @throws Throwable an {@link Error} of the method, or that the thread was
	 * interrupted
	 */
	boolean deliver(List<? extends Sample<?>> samples) throws Throwable {
		List<? extends Sample<?>> accepted = null;
		Repetition repetition = new Repetition(this.endpoint.errorHandler());
		while (true) {
			try {
				if (accepted == null) {
					accepted = filter(samples);
					this.counters.countDelivered(accepted.size(), samples.size() - accepted.size());
				}
				if (!accepted.isEmpty()) {
					call(0, accepted);
				}
				return true;
			}
			catch (InterruptedException ex) {
				throw ex;
			}
			catch (Exception ex) {
				note(ex, samples);
				ErrorAction action = decide(ex, samples, repetition);
				if (action != ErrorAction.RETRY || this.control.isStopping()) {
					if (accepted == null) {
						this.counters.countDelivered(samples.size(), 0);
					}
					return action != ErrorAction.STOP;
				}
			}
		}
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
		return (this.endpoint.filter() != null) ? samples.stream().filter(this.endpoint::accepts).toList() : samples;
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
			this.events.publish(new SampleFailed(this.endpoint.info(), error, this.source.keep(samples)));
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
				ErrorAction last = this.endpoint.errorHandler().exhausted(error, samples, this.endpoint.info());
				return (last == ErrorAction.STOP) ? last : ErrorAction.SKIP;
			}
		}
		catch (RuntimeException ex) {
			return skipAfterFailureOfHandler(ex);
		}
		this.control.await(pause);
		return ErrorAction.RETRY;
	}

	private ErrorAction handle(Exception error, List<? extends Sample<?>> samples) {
		try {
			return this.endpoint.errorHandler().handle(error, samples, this.endpoint.info());
		}
		catch (RuntimeException ex) {
			return skipAfterFailureOfHandler(ex);
		}
	}

	private ErrorAction skipAfterFailureOfHandler(RuntimeException error) {
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
