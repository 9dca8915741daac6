// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.OptionalInt;
import java.util.OptionalLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferStats;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * The last sample that a listener is done with. The reader's own lag does not tell: its
 * cursor has passed a sample as soon as the method is called. Written by the listener's
 * thread, read by any.
 */
final class ListenerProgress {

	private static final Log logger = LogFactory.getLog(ListenerProgress.class);

	private static final long NONE = -1;

	private final BufferReader<?> reader;

	private volatile int generation;

	private volatile long sequence = NONE;

	/**
	 * Begins where the reader's cursor is.
	 * @param reader the reader, not used yet
	 */
	ListenerProgress(BufferReader<?> reader) {
		this.reader = reader;
		noteCursor();
	}

	/** Notes that the listener is done with a sample and those before it. */
	void note(Sample<?> sample) {
		note(sample.generation(), sample.sequence());
	}

	/**
	 * Notes that the listener is done with all that the cursor has passed. Only while no
	 * thread moves the cursor.
	 */
	void noteCursor() {
		try {
			BufferStats stats = this.reader.stats();
			if (this.reader.lag().isPresent() && isOfReader(stats)) {
				note(stats.generation(), passed().orElse(NONE));
			}
		}
		catch (GlobalBufferException ex) {
			logger.debug("The segment of buffer '" + this.reader.name() + "' cannot be looked at", ex);
		}
	}

	/**
	 * The last sample that the cursor has passed. Only while no thread moves it.
	 * @return its sequence; empty where the reader has gone over to another segment
	 * @throws io.globalbuffer.exception.BufferClosedException if the reader is closed
	 */
	OptionalLong passed() {
		long next = this.reader.position().sequence();
		return (next > 0) ? OptionalLong.of(next - 1) : OptionalLong.empty();
	}

	/**
	 * Whether the listener is done with the newest sample of the segment that the name
	 * leads to.
	 */
	boolean isCaughtUp() {
		try {
			BufferStats stats = this.reader.stats();
			if (stats.layout().isEmpty()) {
				return false;
			}
			return (newest(stats) == NONE) ? isOfReader(stats)
					: this.generation == stats.generation() && this.sequence >= newest(stats);
		}
		catch (GlobalBufferException ex) {
			return false;
		}
	}

	/**
	 * The reader's entry in the registry of the segment that the name leads to.
	 * @return its number; empty while it is not there, and if it cannot be told
	 */
	OptionalInt registryEntry() {
		try {
			return isOfReader(this.reader.stats()) ? this.reader.registryEntry() : OptionalInt.empty();
		}
		catch (GlobalBufferException ex) {
			return OptionalInt.empty();
		}
	}

	/** Not while the reader has yet to go over to the segment that the name leads to. */
	private boolean isOfReader(BufferStats stats) {
		return stats.generation() == this.reader.generation();
	}

	private static long newest(BufferStats stats) {
		return stats.sequence().orElse(NONE);
	}

	private void note(int generation, long sequence) {
		if (this.generation != generation) {
			this.sequence = NONE;
			this.generation = generation;
		}
		this.sequence = sequence;
	}

}
