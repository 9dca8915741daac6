// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.ErrorAction;

/**
 * The way of samples to a listener's method: one attempt, and more where the error
 * handler says so. Used again for the next samples, by one thread at a time.
 */
final class Delivery implements Dispatcher.Call {

	private final ListenerCalls calls;

	private final ListenerControl control;

	private final Dispatcher dispatcher;

	private final ListenerCalls.AdvisedCall call = this::call;

	/** Those taken; once the filter has looked at them, those it has accepted. */
	private TakenSamples samples = TakenSamples.NONE;

	private boolean filtered;

	/** How far this attempt has come. */
	private CallStage stage = CallStage.FILTER;

	/** Whether the samples have been with the method, in this attempt or before. */
	private boolean delivered;

	private @Nullable Repetition repetition;

	/** Of the last attempt. */
	private @Nullable CallFailure failure;

	/** About the failure of this attempt; {@code null} if nothing failed. */
	private @Nullable Decision decision;

	Delivery(ListenerCalls calls, ListenerControl control, Dispatcher dispatcher) {
		this.calls = calls;
		this.control = control;
		this.dispatcher = dispatcher;
	}

	/**
	 * Attempts until there is an end to it, after a pause if there is one.
	 * @param taken one sample, or those of a batch
	 * @return whether the samples are done; not if the error handler wants the listener
	 * to end, or it was told to
	 * @throws Throwable an {@link Error} of the method, or that it was interrupted to
	 * stop
	 */
	boolean run(TakenSamples taken) throws Throwable {
		begin(taken);
		try {
			return attemptUntilDone();
		}
		finally {
			begin(TakenSamples.NONE);
		}
	}

	private boolean attemptUntilDone() throws Throwable {
		while (!this.samples.isEmpty()) {
			if (!this.dispatcher.dispatch(this)) {
				if (!awaitResumed()) {
					return false;
				}
				continue;
			}
			Decision what = this.decision;
			if (what == null || what.action() != ErrorAction.RETRY) {
				return what == null || what.action() != ErrorAction.STOP;
			}
			this.control.await(what.pause());
		}
		return true;
	}

	private void begin(TakenSamples taken) {
		this.samples = taken;
		this.filtered = false;
		this.stage = CallStage.FILTER;
		this.delivered = false;
		this.repetition = null;
		this.failure = null;
		this.decision = null;
	}

	/**
	 * Attempts once.
	 * @return {@code false} if there is something to be seen to first: a pause, a jump or
	 * the end
	 */
	@Override
	public boolean make() throws Throwable {
		if (!this.control.tryBeginCall()) {
			return false;
		}
		try {
			attempt();
		}
		finally {
			this.control.endCall();
		}
		return true;
	}

	private void attempt() throws Throwable {
		this.decision = null;
		this.calls.noteAttempt();
		try {
			if (!this.filtered) {
				this.samples = this.calls.filter(this.samples);
				this.filtered = true;
			}
			if (this.samples.isEmpty()) {
				this.calls.noteSuccess(CallStage.FILTER);
				return;
			}
			this.stage = CallStage.METHOD;
			this.calls.advised(this.samples, this.call);
			this.calls.noteSuccess(CallStage.SENDING);
		}
		catch (Exception ex) {
			throwIfStopped(ex);
			// an advice may have thrown it
			decide(ex);
		}
	}

	/**
	 * Decides within the advice, so that what it logs belongs to the trace of the call.
	 */
	private void call(TakenSamples shown) throws Throwable {
		if (!this.delivered) {
			this.delivered = true;
			this.calls.countDelivered(this.samples.size());
		}
		try {
			Object result = this.calls.invoke(shown);
			this.stage = CallStage.SENDING;
			this.calls.send(result);
		}
		catch (Exception ex) {
			throwIfStopped(ex);
			decide(ex);
			throw ex;
		}
	}

	/** An interrupt that was not meant to stop the listener is an error as any other. */
	private void throwIfStopped(Exception error) throws InterruptedException {
		if (error instanceof InterruptedException interruption && this.control.isStopping()) {
			throw interruption;
		}
	}

	private void decide(Exception error) {
		if (this.decision == null) {
			this.failure = CallFailure.of(this.stage, error, this.samples.list());
			this.decision = this.calls.decide(this.failure, this::repetition);
		}
	}

	private Repetition repetition() {
		if (this.repetition == null) {
			this.repetition = this.calls.repetition();
		}
		return this.repetition;
	}

	/**
	 * Waits until told what to do with samples that were taken before a pause.
	 * @return {@code false} if the listener is to end: they are not done then
	 */
	private boolean awaitResumed() {
		this.control.awaitResumed();
		if (this.control.isStopping()) {
			if (this.failure != null) {
				this.calls.leave(this.failure);
			}
			return false;
		}
		if (this.control.isJumping() && this.failure != null) {
			// newer ones are to be delivered in any case
			this.calls.giveUp(this.failure);
			this.samples = TakenSamples.NONE;
		}
		else if (this.control.isJumping()) {
			this.samples = this.calls.newestOf(this.samples);
		}
		return true;
	}

}
