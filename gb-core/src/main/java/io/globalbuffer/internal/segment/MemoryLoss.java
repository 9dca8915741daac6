// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.internal.os.Passage;

/**
 * Whether memory of a segment was taken away, as far as was noticed. Safe for use by many
 * threads.
 */
final class MemoryLoss {

	private static final Logger logger = LoggerFactory.getLogger(MappedSegment.class);

	private final Path path;

	private final Passages passages;

	/** What an access to memory threw that was taken away. */
	private volatile @Nullable InternalError fault;

	private volatile boolean warned;

	MemoryLoss(Path path, Passages passages) {
		this.path = path;
		this.passages = passages;
	}

	/** Notes it, and leaves it to others to say so. */
	void note(InternalError fault) {
		if (this.fault == null) {
			this.fault = fault;
			this.passages.bar(Passage.LOST);
		}
	}

	/** Warns once, if there is reason. */
	void warn() {
		if (isNoted() && !this.warned) {
			this.warned = true;
			logger.warn("Segment {} has lost memory: its file was truncated, or its file system is full. Its "
					+ "buffer is of no use any more in this process; others are not affected", this.path);
		}
	}

	boolean isNoted() {
		return this.fault != null;
	}

	/**
	 * Refuses the use of the segment.
	 * @throws BufferLostException if memory was taken away
	 */
	void requireNone() {
		InternalError fault = this.fault;
		if (fault != null) {
			throw exception(fault);
		}
	}

	BufferLostException exception(InternalError fault) {
		return new BufferLostException("Segment " + this.path
				+ " has lost memory: its file was truncated, or its file system is full. Close this buffer, remove "
				+ "the segment, and have its writer create it again", fault);
	}

}
