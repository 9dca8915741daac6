// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.segment.BackgroundTask;
import io.globalbuffer.internal.segment.BackgroundThread;

/**
 * What monitors see of a reader's stream, also where no thread reads: of a following
 * reader from its beginning on, and each segment that takes the name later. Moves no
 * reader, but that one that had no segment has one: that costs no sample, since it reads
 * the next one from its first on. Safe for use by many threads.
 */
final class AttachmentMonitor implements AutoCloseable {

	private final ReaderOptions options;

	private final CurrentAttachment<?> reader;

	private final SegmentAhead ahead;

	/** Of a following reader. */
	private @Nullable BackgroundTask looking;

	AttachmentMonitor(ReaderOptions options, CurrentAttachment<?> reader, SegmentAhead ahead) {
		this.options = options;
		this.reader = reader;
		this.ahead = ahead;
	}

	/** Looks in the background from now on. */
	synchronized void start() {
		if (this.options.following()) {
			this.looking = BackgroundThread.SEARCH.task(this.options.place().path(), BackgroundThread.INTERVAL,
					this::look);
			this.looking.start();
		}
	}

	private void look() {
		if (!this.reader.isClosed()) {
			attach(this.reader::currentWhileWaiting);
			this.ahead.look();
		}
	}

	/**
	 * The figures of the segment the name leads to, unless that holds something else than
	 * was asked for.
	 */
	BufferStats stats() {
		attach(this.reader::current);
		Optional<BufferStats> newer = this.options.following() ? this.ahead.stats() : Optional.empty();
		return newer.orElseGet(this.reader::ownStats);
	}

	private static void attach(Runnable look) {
		try {
			look.run();
		}
		catch (BufferClosedException ex) {
			// nothing to look for
		}
		catch (GlobalBufferException ex) {
			// what reads throw: a monitor sees no segment
		}
	}

	@Override
	public synchronized void close() {
		if (this.looking != null) {
			this.looking.cancel();
			this.looking = null;
		}
	}

}
