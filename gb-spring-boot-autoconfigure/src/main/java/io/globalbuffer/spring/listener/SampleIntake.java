// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.globalbuffer.BufferReader;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.spring.ListenerInfo;

/**
 * Waits for what a listener's method receives next: for a sample, or for a segment that
 * can be read. Used by the listener's thread only.
 */
final class SampleIntake {

	private static final Log logger = LogFactory.getLog(SampleIntake.class);

	/** A sample, a stop and an interrupt end a wait at once, so this only bounds one. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** The same while there is something to say that no sample brings. */
	private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

	private final ListenerInfo info;

	private final BufferReader<?> reader;

	private final Duration retryInterval;

	private final ListenerCounters.Position count;

	private final ListenerControl control;

	private final SampleSource source;

	private final SourceReport report;

	/**
	 * Creates an intake.
	 * @param info the listener
	 * @param reader its reader
	 * @param retryInterval how long to wait where that cannot read
	 * @param count publishes what it has lost or skipped
	 * @param control what others tell the listener
	 * @param source takes from the reader
	 * @param report says why that cannot read
	 */
	SampleIntake(ListenerInfo info, BufferReader<?> reader, Duration retryInterval, ListenerCounters.Position count,
			ListenerControl control, SampleSource source, SourceReport report) {
		this.info = info;
		this.reader = reader;
		this.retryInterval = retryInterval;
		this.count = count;
		this.control = control;
		this.source = source;
		this.report = report;
	}

	/**
	 * Takes samples, waiting for the first.
	 * @param brief whether to wait for a moment only, since there is something else to do
	 * @return one, or those of a batch; empty if none came for a while, or the listener
	 * was told to stop
	 * @throws CodecException if the next one cannot be decoded; it is passed over
	 * @throws MessageTooLargeException if the heap has no room for it; it is passed over
	 */
	TakenSamples take(boolean brief) {
		if (!this.control.tryBeginTake()) {
			return TakenSamples.NONE;
		}
		try {
			Duration patience = (brief || this.report.isOpen()) ? SHORT_PATIENCE : PATIENCE;
			TakenSamples samples = this.control.isJumping() ? jump() : this.source.take(patience);
			this.report.noteReadable();
			this.report.noteHolder();
			return samples;
		}
		catch (BufferContendedException ex) {
			logger.debug("Listener '" + this.info.id() + "' tries again", ex);
		}
		catch (CodecException | MessageTooLargeException ex) {
			this.report.noteReadable();
			this.control.landed();
			throw ex;
		}
		catch (InterruptedException ex) {
			// who means it to end the thread says so before
			logger.debug("Listener '" + this.info.id() + "' was interrupted while it waited", ex);
		}
		catch (BufferClosedException ex) {
			if (!this.control.isStopping()) {
				throw ex;
			}
		}
		catch (RuntimeException ex) {
			this.report.noteRefused(ex);
			this.control.await(this.retryInterval);
		}
		finally {
			this.control.endTake();
			if (!this.source.isSuccessor()) {
				this.count.publish();
			}
		}
		return TakenSamples.NONE;
	}

	private TakenSamples jump() throws InterruptedException {
		boolean waiting = this.reader.conflict().isPresent();
		TakenSamples newest = this.source.takeNewest();
		if (waiting && newest.isEmpty()) {
			// it jumps once it may read
			this.control.await(this.retryInterval);
		}
		else {
			this.control.landed();
		}
		return newest;
	}

}
