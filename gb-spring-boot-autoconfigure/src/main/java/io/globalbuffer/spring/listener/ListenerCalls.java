// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.event.SampleFailedEvent;
import io.globalbuffer.spring.event.SampleGivenUpEvent;

/**
 * Hands samples to a listener's method, and does what its error handler says where that
 * fails. Used by one thread at a time.
 */
final class ListenerCalls {

	private final ListenerEndpoint endpoint;

	private final ListenerInvoker invoker;

	private final List<DeliveryAdvice> advice;

	private final EventPublisher events;

	private final ListenerCounters counters;

	private final ListenerErrorLog errorLog;

	private final ErrorDecisions decisions;

	private final SampleSource source;

	/** What receives the samples that are given up, if anything does. */
	private final @Nullable FailedSamples failedSamples;

	/** What the method receives in place of an array, if anything. */
	private final @Nullable ArrayView view;

	private final ListenerControl control;

	private final Dispatcher dispatcher;

	private final Delivery delivery;

	ListenerCalls(ListenerEndpoint endpoint, ListenerInvoker invoker, ListenerServices services,
			ListenerCounters counters, SampleSource source, ListenerControl control, Dispatcher dispatcher) {
		this.endpoint = endpoint;
		this.invoker = invoker;
		this.advice = services.advice();
		this.events = services.events();
		this.counters = counters;
		this.errorLog = new ListenerErrorLog(endpoint.info());
		this.decisions = new ErrorDecisions(endpoint, this.errorLog);
		this.source = source;
		this.failedSamples = (endpoint.failedTo() != null)
				? new FailedSamples(endpoint.failedTo(), source, counters, this.errorLog) : null;
		this.view = (endpoint.method().payload() instanceof PayloadType.View array) ? array.view() : null;
		this.control = control;
		this.dispatcher = dispatcher;
		this.delivery = new Delivery(this, control, dispatcher);
	}

	/**
	 * Delivers samples, after a pause if there is one.
	 * @param samples one, or those of a batch
	 * @return whether they are done; not if the error handler wants the listener to end,
	 * or it was told to
	 * @throws Throwable an {@link Error} of the method, or that it was interrupted to
	 * stop
	 */
	boolean deliver(TakenSamples samples) throws Throwable {
		return this.delivery.run(samples);
	}

	/**
	 * Passes over a sample that cannot be decoded, after a pause if there is one.
	 * @param error why not
	 * @param sequence its number, where that is known
	 * @return whether it is done; not if the error handler wants the listener to end, or
	 * it was told to
	 * @throws Throwable an {@link Error} of the error handler
	 */
	boolean passOver(RuntimeException error, OptionalLong sequence) throws Throwable {
		CallFailure failure = new CallFailure(CallStage.DECODING, error, List.of(), sequence.stream().boxed().toList());
		AtomicReference<ErrorAction> answer = new AtomicReference<>(ErrorAction.SKIP);
		while (!this.dispatcher.dispatch(() -> ask(failure, answer))) {
			this.control.awaitResumed();
			if (this.control.isStopping()) {
				return false;
			}
		}
		return answer.get() != ErrorAction.STOP;
	}

	/** Returns {@code false} if there is a pause, or the end, to be seen to first. */
	private boolean ask(CallFailure failure, AtomicReference<ErrorAction> answer) {
		if (!this.control.tryBeginDecision()) {
			return false;
		}
		try {
			answer.set(decide(failure, null).action());
		}
		finally {
			this.control.endCall();
		}
		return true;
	}

	/**
	 * Notes a sample that the heap has no room for. It counts as an overrun, as for every
	 * reader.
	 * @param error what happened
	 * @param sequence its number, where that is known
	 */
	void noteLost(MessageTooLargeException error, OptionalLong sequence) {
		CallFailure failure = new CallFailure(CallStage.DECODING, error, List.of(), sequence.stream().boxed().toList());
		this.counters.countError(failure.stage(), ListenerError.ofBuffer(error));
		report(failure, Decision.LOST);
	}

	/** Whether there may be something to say that was not logged yet. */
	boolean hasErrorsToSumUp() {
		return !this.errorLog.isEmpty();
	}

	/** Says what was not logged yet, if it is time for that. */
	void sumUpErrors() {
		this.errorLog.sumUp();
	}

	/** Says what was not logged yet. */
	void close() {
		this.errorLog.close();
	}

	/** Notes that an attempt begins, from which the shortest interval counts. */
	void noteAttempt() {
		this.source.noteCall();
	}

	/** Those of the samples that the method is to have. */
	TakenSamples filter(TakenSamples samples) {
		if (this.endpoint.filter() == null) {
			return samples;
		}
		TakenSamples accepted = samples.filter((sample) -> this.endpoint.accepts(shown(sample)));
		this.counters.countFiltered(samples.size() - accepted.size());
		return accepted;
	}

	/** Makes a call with everything around it. */
	void advised(TakenSamples samples, AdvisedCall call) throws Throwable {
		advised(0, shown(samples), call);
	}

	private void advised(int depth, TakenSamples shown, AdvisedCall call) throws Throwable {
		if (depth == this.advice.size()) {
			call.make(shown);
		}
		else {
			this.advice.get(depth).around(this.endpoint.info(), shown.list(), () -> advised(depth + 1, shown, call));
		}
	}

	@Nullable Object invoke(TakenSamples shown) throws Throwable {
		return this.invoker.invoke(shown, this.source.shape());
	}

	void send(@Nullable Object result) {
		this.invoker.send(result);
	}

	void countDelivered(int samples) {
		this.counters.countDelivered(samples);
	}

	void noteSuccess(CallStage reached) {
		this.counters.noteSuccess(reached);
	}

	Repetition repetition() {
		return this.decisions.repetition();
	}

	/** Counts a failure, and finds out what follows. */
	Decision decide(CallFailure failure, @Nullable Supplier<Repetition> repetition) {
		this.counters.countError(failure.stage(), (failure.stage() == CallStage.SENDING)
				? ListenerError.ofBuffer(failure.error()) : ListenerError.of(failure.error()));
		Decision decision = this.decisions.decide(failure, () -> shown(failure.samples()), repetition);
		report(failure, decision);
		if (decision.isGivingUp()) {
			noteGivenUp(failure);
		}
		return decision;
	}

	private void report(CallFailure failure, Decision decision) {
		if (this.errorLog.log(failure, decision)) {
			this.events.publish(new SampleFailedEvent(this.endpoint.info(), failure.error(), kept(failure.samples())));
		}
	}

	/** Gives up samples that were to be attempted again, for newer ones. */
	void giveUp(CallFailure failure) {
		this.errorLog.log(failure, Decision.NEWER);
		noteGivenUp(failure);
	}

	/**
	 * Leaves samples that were to be attempted again for when the listener is started.
	 */
	void leave(CallFailure failure) {
		this.errorLog.log(failure, Decision.ENDED);
	}

	private void noteGivenUp(CallFailure failure) {
		this.counters.countGivenUp(Math.max(1, failure.samples().size()));
		boolean kept = this.failedSamples != null && this.failedSamples.keep(failure);
		this.events.publish(new SampleGivenUpEvent(this.endpoint.info(), failure.error(), failure.sequences(), kept));
	}

	/**
	 * Those of samples held during a pause that are to be delivered where it goes on with
	 * the newest: that one, if it is among them.
	 */
	TakenSamples newestOf(TakenSamples held) {
		boolean newest = this.source.isDrained();
		if (newest) {
			this.control.landed();
		}
		int dropped = held.size() - (newest ? 1 : 0);
		this.counters.countDropped(dropped);
		return newest ? new TakenSamples(List.of(held.last())) : TakenSamples.NONE;
	}

	/** As the method receives them: whoever looked before may have moved a buffer on. */
	private TakenSamples shown(TakenSamples samples) {
		return (this.view != null) ? samples.map(this.view::show) : samples;
	}

	private List<? extends Sample<?>> shown(List<? extends Sample<?>> samples) {
		return (this.view != null) ? samples.stream().map(this.view::show).toList() : samples;
	}

	private Sample<?> shown(Sample<?> sample) {
		return (this.view != null) ? this.view.show(sample) : sample;
	}

	/** The next sample is put into the place of this one, which is still in use. */
	private List<? extends Sample<?>> kept(List<? extends Sample<?>> samples) {
		ArrayView shared = this.view;
		return (shared != null) ? samples.stream().map(shared::copy).toList() : samples;
	}

	/** The innermost of what is around a call. */
	@FunctionalInterface
	interface AdvisedCall {

		void make(TakenSamples shown) throws Throwable;

	}

}
