package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * One run of a listener: a thread that takes samples from a reader of its own and hands
 * them to the method until it is told to stop.
 */
final class ListenerLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(ListenerLoop.class);

	/** Closing the reader ends a wait at once, so this only bounds one call. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ListenerEndpoint endpoint;

	private final BufferReader<?> reader;

	private final Duration retryInterval;

	private final ListenerCounters counters;

	private final ListenerCounters.Position position;

	private final ListenerInvoker invoker;

	private final ListenerErrorLog errorLog;

	private final CountDownLatch stopSignal = new CountDownLatch(1);

	private final Thread thread;

	private volatile boolean sourceRefused;

	private volatile @Nullable ListenerState end;

	ListenerLoop(ListenerEndpoint endpoint, ListenerInvoker invoker, BufferReader<?> reader, Duration retryInterval,
			ListenerCounters counters) {
		this.endpoint = endpoint;
		this.reader = reader;
		this.retryInterval = retryInterval;
		this.counters = counters;
		this.position = counters.position(reader);
		this.invoker = invoker;
		this.errorLog = new ListenerErrorLog(endpoint.id());
		this.thread = Thread.ofPlatform().daemon(false).name("globalbuffer-" + endpoint.id()).unstarted(this);
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Asks the thread to end: a wait ends at once, a call that is running is finished.
	 */
	void signalStop() {
		this.stopSignal.countDown();
		this.reader.close();
	}

	Thread thread() {
		return this.thread;
	}

	ListenerState state() {
		ListenerState ended = this.end;
		if (ended != null) {
			return ended;
		}
		if (isStopping()) {
			return ListenerState.STOPPING;
		}
		return (this.sourceRefused || !isAttached() || SegmentLoss.isNoticedBy(this.reader)) ? ListenerState.WAITING
				: ListenerState.RUNNING;
	}

	/**
	 * Whether the segment that is there now cannot be read.
	 */
	boolean isSourceRefused() {
		return this.end == null && (this.sourceRefused || SegmentLoss.isNoticedBy(this.reader));
	}

	OptionalLong lag() {
		try {
			return (this.end == null) ? this.reader.lag() : OptionalLong.empty();
		}
		catch (BufferClosedException ex) {
			return OptionalLong.empty();
		}
	}

	@Override
	public void run() {
		ListenerState reached = ListenerState.FAILED;
		try {
			while (!isStopping()) {
				step();
			}
			reached = ListenerState.STOPPED;
		}
		catch (InterruptedException ex) {
			reached = ListenerState.STOPPED;
			logger.debug("Listener '" + this.endpoint.id() + "' was interrupted");
		}
		catch (Throwable ex) {
			this.counters.countError(ex);
			logger.error("Listener '" + this.endpoint.id() + "' of buffer '" + this.endpoint.buffer().name()
					+ "' has failed and receives nothing more until it is started again", ex);
		}
		finally {
			this.reader.close();
			this.end = reached;
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

	private boolean isStopping() {
		return this.stopSignal.getCount() == 0;
	}

	private void step() throws Throwable {
		Optional<? extends Sample<?>> sample = take();
		if (sample.isPresent()) {
			deliver(sample.get());
		}
	}

	private Optional<? extends Sample<?>> take() throws InterruptedException {
		try {
			Optional<? extends Sample<?>> sample = (this.endpoint.mode() == ReadMode.NEXT) ? this.reader.next(PATIENCE)
					: this.reader.nextLatest(PATIENCE);
			this.sourceRefused = false;
			return sample;
		}
		catch (BufferContendedException ex) {
			logger.debug("Listener '" + this.endpoint.id() + "' tries again", ex);
		}
		catch (CodecException ex) {
			this.sourceRefused = false;
			this.counters.countError(ex);
			this.errorLog.log("a sample of buffer '" + this.endpoint.buffer().name() + "' was skipped", ex);
		}
		catch (BufferClosedException ex) {
			if (!isStopping()) {
				throw ex;
			}
		}
		catch (RuntimeException ex) {
			refuseSource(ex);
		}
		finally {
			this.position.publish();
		}
		return Optional.empty();
	}

	private void refuseSource(RuntimeException error) throws InterruptedException {
		this.counters.noteError(error);
		this.errorLog.log("the segment of buffer '" + this.endpoint.buffer().name()
				+ "' cannot be read; looking again every " + this.retryInterval.toMillis() + " ms", error);
		this.sourceRefused = true;
		if (this.stopSignal.await(this.retryInterval.toNanos(), TimeUnit.NANOSECONDS)) {
			logger.debug("Listener '" + this.endpoint.id() + "' was stopped while it waited");
		}
	}

	private void deliver(Sample<?> sample) throws Throwable {
		this.counters.countDelivered();
		try {
			this.invoker.invoke(sample);
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.counters.countError(ex);
			this.errorLog.log("the method failed at sample " + sample.sequence() + " of buffer '"
					+ this.endpoint.buffer().name() + "'", ex);
		}
	}

}
