// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.ring.RingReader;

/**
 * Keeps a reader in sight of monitors, in the registry of its segment, where it may write
 * there and there is room. A reader that is not in sight reads all the same. Safe for use
 * by many threads.
 */
public final class ReaderRegistration implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ReaderRegistration.class);

	/** In looks: half a minute. */
	private static final int LONGEST_PAUSE = 64;

	private final MappedSegment segment;

	private final RingReader<?> ring;

	private final IntSupplier mode;

	private @Nullable RegistryEntry entry;

	/** How many looks to leave out after an attempt that failed. */
	private int pause = 1;

	private int looksLeftOut;

	private boolean closed;

	/**
	 * Has not registered the reader yet.
	 * @param segment the segment, mapped until this is closed
	 * @param ring what reads it
	 * @param mode how its cursor is used, as the registry has it
	 */
	public ReaderRegistration(MappedSegment segment, RingReader<?> ring, IntSupplier mode) {
		this.segment = segment;
		this.ring = ring;
		this.mode = mode;
	}

	/**
	 * Shows that the reader is there, and registers it if it is not. To be called again
	 * and again: what stood against that may have gone, and a writer that comes later may
	 * hold a lock where the one before held none.
	 */
	public synchronized void look() {
		if (this.closed) {
			return;
		}
		if (this.segment.isLost()) {
			// what can be written to stands against its replacement
			giveUp();
			this.segment.registryPage().unmap();
			return;
		}
		try {
			if (this.entry != null) {
				this.entry.refresh(this.ring, this.mode);
			}
			else if (this.looksLeftOut > 0) {
				this.looksLeftOut--;
			}
			else if (this.segment.registryPage().isPermitted()) {
				register();
			}
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			this.segment.lost(ex);
		}
	}

	private void register() {
		try {
			this.entry = RegistryEntry.claim(this.segment).orElse(null);
			if (this.entry != null) {
				this.entry.show(this.ring, this.mode);
				return;
			}
			logger.debug("A reader of segment {} is out of sight: there is no free entry, or the name leads elsewhere",
					this.segment);
		}
		catch (IOException | GlobalBufferException ex) {
			logger.debug("A reader of segment {} is out of sight: the segment cannot be opened for writing",
					this.segment, ex);
		}
		this.looksLeftOut = this.pause;
		this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
	}

	/**
	 * Returns which entry is the reader's.
	 * @return its number; empty if the reader is not registered
	 */
	public synchronized OptionalInt entry() {
		return (this.entry != null) ? OptionalInt.of(this.entry.index()) : OptionalInt.empty();
	}

	/**
	 * Gives up the entry, if there is one. A thread that would show the cursor there
	 * meets an {@link IllegalStateException} then, and the cursor stays.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		giveUp();
	}

	private void giveUp() {
		if (this.entry != null) {
			RegistryEntry left = this.entry;
			this.entry = null;
			left.close();
		}
	}

}
