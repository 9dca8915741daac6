// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Position;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.event.ListenerFailedEvent;
import io.globalbuffer.spring.event.ListenerStoppedEvent;
import io.globalbuffer.spring.event.StopReason;

/**
 * One run of a listener: a thread that takes samples from a reader of its own and has
 * them delivered to the method until it is told to stop.
 */
final class ListenerLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(ListenerLoop.class);

	private static final long UNCHANGED = -1;

	private final ListenerInfo info;

	private final BufferReader<?> reader;

	/** Whether its place is kept beyond the process. */
	private final boolean resuming;

	private final ListenerCounters counters;

	private final ListenerCounters.Position count;

	private final ListenerProgress progress;

	private final ListenerControl control = new ListenerControl();

	private final SampleSource source;

	private final SourceReport report;

	private final SampleIntake intake;

	private final Dispatcher dispatcher;

	private final ListenerCalls calls;

	private final EventPublisher events;

	private final KeepAlive keepAlive;

	private final Thread thread;

	/** The first sample that was not done when that was looked at. */
	private Position position;

	/** The same in its segment, where samples right behind each other were done since. */
	private long next = UNCHANGED;

	private volatile @Nullable StopReason ended;

	ListenerLoop(ListenerEndpoint endpoint, ListenerInvoker invoker, BufferReader<?> reader, ListenerServices services,
			ListenerCounters counters) {
		this.info = endpoint.info();
		this.reader = reader;
		this.resuming = endpoint.identity() != null;
		this.counters = counters;
		this.count = counters.position(reader);
		this.position = reader.position();
		this.progress = new ListenerProgress(reader);
		this.source = new SampleSource(endpoint, reader, this.control);
		Duration retryInterval = services.settings().retryInterval();
		this.report = new SourceReport(this.info, reader, counters, retryInterval);
		this.intake = new SampleIntake(this.info, reader, retryInterval, this.count, this.control, this.source,
				this.report);
		boolean shared = endpoint.dispatch() == DispatchMode.SHARED;
		this.dispatcher = shared ? new SharedDispatcher(this.info.id(), this.control, services.callThreads())
				: Dispatcher.DIRECT;
		this.calls = new ListenerCalls(endpoint, invoker, services, counters, this.source, this.control,
				this.dispatcher);
		this.events = services.events();
		this.keepAlive = services.keepAlive();
		this.thread = (shared ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).name(threadName(this.info.id()))
			.unstarted(this);
	}

	/** By which people find the thread that makes a listener's calls. */
	static String threadName(String id) {
		return "globalbuffer-" + id;
	}

	void start() {
		this.keepAlive.hold(this);
		this.dispatcher.open();
		this.thread.start();
	}

	/**
	 * Lets the process end though the thread has not: it was told to, and does not.
	 */
	void abandon() {
		this.keepAlive.release(this);
	}

	/**
	 * Asks the thread to end: a wait ends at once, a call that is running is finished,
	 * and noted as done.
	 */
	void signalStop() {
		if (this.control.stop()) {
			this.reader.close();
		}
		this.dispatcher.signalStop();
	}

	/**
	 * Interrupts the call that is running, or else the thread.
	 */
	void interrupt() {
		if (!this.dispatcher.interruptCall()) {
			this.thread.interrupt();
		}
	}

	/** Whether it is the listener's own method that asks. */
	boolean isCalling() {
		return Thread.currentThread().equals(this.thread) || this.dispatcher.isCalling();
	}

	ListenerControl control() {
		return this.control;
	}

	Thread thread() {
		return this.thread;
	}

	ListenerState state() {
		StopReason reason = this.ended;
		if (reason != null) {
			return (reason == StopReason.ERROR) ? ListenerState.FAILED : ListenerState.STOPPED;
		}
		if (this.control.isStopping() || !this.reader.isOpen()) {
			return ListenerState.STOPPING;
		}
		if (this.control.isPaused()) {
			return ListenerState.PAUSED;
		}
		return (this.report.isRefused() || !isAttached() || this.reader.isLost()) ? ListenerState.WAITING
				: ListenerState.RUNNING;
	}

	/** Why the thread has ended; {@code null} as long as it has not. */
	@Nullable StopReason stopReason() {
		return this.ended;
	}

	/**
	 * Whether the segment that is there now cannot be read.
	 */
	boolean isSourceRefused() {
		return this.ended == null && (this.report.isRefused() || this.reader.isLost());
	}

	Path path() {
		return this.reader.path();
	}

	/** Where the next run goes on; for one who has seen that this one has ended. */
	Position position() {
		return (this.next != UNCHANGED) ? this.position.at(this.next) : this.position;
	}

	/**
	 * Whether it is done with every sample that is written.
	 */
	boolean isCaughtUp() {
		return this.ended == null && !this.control.isStopping() && this.progress.isCaughtUp();
	}

	/** Whether it has no sample that it is not done with. */
	boolean isTaking() {
		return this.control.isTaking();
	}

	/** How long the call that is running has been running; empty if none is. */
	Optional<Duration> inCallFor() {
		return this.control.inCallFor();
	}

	OptionalLong lag() {
		try {
			return (this.ended == null) ? this.reader.lag() : OptionalLong.empty();
		}
		catch (BufferClosedException ex) {
			return OptionalLong.empty();
		}
	}

	OptionalInt registryEntry() {
		return this.progress.registryEntry();
	}

	@Override
	public void run() {
		StopReason reason = StopReason.ERROR;
		try {
			this.report.noteHolder();
			reason = runUntilStopped() ? StopReason.NORMAL : StopReason.ERROR_HANDLER;
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException && this.control.isStopping()) {
				reason = StopReason.NORMAL;
				logger.debug("Listener '" + this.info.id() + "' was interrupted to stop");
			}
			else {
				fail(ex);
			}
		}
		finally {
			this.calls.close();
			end(reason);
		}
	}

	/** Lets go of the reader, and says so. */
	void end(StopReason reason) {
		try {
			this.reader.close();
		}
		finally {
			this.dispatcher.close();
			this.ended = reason;
			this.keepAlive.release(this);
			this.events.publish(new ListenerStoppedEvent(this.info, reason));
		}
	}

	private void fail(Throwable error) {
		this.counters.countError(CallStage.METHOD, ListenerError.of(error));
		FailureLog.error(logger, "Listener '" + this.info.id() + "' of buffer '" + this.info.buffer()
				+ "' has failed and receives nothing more until it is started again", error);
		this.events.publish(new ListenerFailedEvent(this.info, error));
	}

	/** Returns {@code false} if the error handler wants the listener to end. */
	private boolean runUntilStopped() throws Throwable {
		boolean goOn = true;
		while (goOn && !this.control.isStopping()) {
			goOn = step();
			this.calls.sumUpErrors();
		}
		if (!goOn) {
			logger.error("Listener '" + this.info.id() + "' of buffer '" + this.info.buffer()
					+ "' was stopped by its error handler and receives nothing more until it is started again");
		}
		return goOn;
	}

	private boolean step() throws Throwable {
		this.control.awaitResumed();
		TakenSamples samples;
		try {
			samples = this.intake.take(this.calls.hasErrorsToSumUp());
		}
		catch (CodecException ex) {
			return passOver(ex);
		}
		catch (MessageTooLargeException ex) {
			if (!this.control.isStopping()) {
				this.calls.noteLost(ex, this.progress.passed());
				this.progress.noteCursor();
			}
			return true;
		}
		return samples.isEmpty() || this.control.isStopping() || deliver(samples);
	}

	private boolean deliver(TakenSamples samples) throws Throwable {
		boolean done = this.calls.deliver(samples);
		if (done) {
			Sample<?> last = samples.last();
			if (this.source.isSuccessor() && !this.resuming) {
				this.next = last.sequence() + 1;
			}
			else {
				noteDone();
			}
			this.progress.note(last);
		}
		return done || this.control.isStopping();
	}

	private boolean passOver(CodecException error) throws Throwable {
		boolean done = this.calls.passOver(error, this.progress.passed());
		if (done) {
			noteDone();
			this.progress.noteCursor();
		}
		return done || this.control.isStopping();
	}

	private void noteDone() {
		StreamPlace place = this.source.behind();
		this.position = place.position();
		this.next = UNCHANGED;
		this.count.noteDone(place);
		if (this.resuming) {
			this.reader.done(place.position());
		}
	}

	/** Looking may find a segment that does not fit: that is for the thread to report. */
	private boolean isAttached() {
		try {
			return this.reader.layout().isPresent();
		}
		catch (GlobalBufferException ex) {
			return false;
		}
	}

}
