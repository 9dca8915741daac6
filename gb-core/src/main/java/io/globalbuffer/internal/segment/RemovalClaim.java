// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.OpenFile;

/**
 * The claim to a segment that is to lose its name, to another segment or for good. Made
 * in the segment itself, as that of a successor that goes on with it, so that of all of
 * them one wins, whether there are locks or not.
 */
final class RemovalClaim {

	private static final Logger logger = LoggerFactory.getLogger(RemovalClaim.class);

	/** Heartbeats below this are stale by either clock, and neither of the fixed ones. */
	private static final long STALE_FROM = HeaderLayout.HEARTBEAT_CLOSED + 1;

	private static final long STALE_TO = 1L << 30;

	private final OpenFile file;

	private final FirstPages pages;

	private final boolean locked;

	/** Random, so that no two claimants store the same. */
	private final long heartbeat = ThreadLocalRandom.current().nextLong(STALE_FROM, STALE_TO);

	private boolean made;

	/**
	 * Prepares a claim.
	 * @param file the segment, writable
	 * @param pages what it said when its writer was judged
	 * @param locked whether this process holds the writer's lock
	 */
	RemovalClaim(OpenFile file, FirstPages pages, boolean locked) {
		this.file = file;
		this.pages = pages;
		this.locked = locked;
	}

	/**
	 * Makes the claim. What is no segment needs none: no process goes on with it.
	 * @return {@code false} if another was faster
	 */
	boolean make() throws IOException {
		if (!isSegment()) {
			return true;
		}
		this.made = withMemory((memory) -> {
			if (isJudgedByLock()) {
				// first: this process does not hold it, and would be judged dead by it
				SegmentClaim.disownLock(memory);
			}
			return SegmentClaim.claim(memory, this.pages.heartbeat(), this.heartbeat);
		});
		return this.made;
	}

	/**
	 * Whether no process has written to the segment since it was judged. Also after it
	 * has lost its name.
	 */
	boolean isUnchanged() throws IOException {
		FirstPages now = this.pages.again(this.file);
		return this.made ? now.isSameHeader(this.pages, this.heartbeat) : now.isSameHeader(this.pages);
	}

	/** Leaves the segment as it was found, unless another process has it by now. */
	void giveUp() {
		if (!this.made) {
			return;
		}
		try {
			withMemory((memory) -> {
				if (isJudgedByLock() && !isClosed()) {
					SegmentClaim.ownLock(memory);
				}
				return SegmentClaim.claim(memory, this.heartbeat, this.pages.heartbeat());
			});
		}
		catch (IOException ex) {
			logger.debug("A claim stays in a segment that has not lost its name by it", ex);
		}
	}

	private boolean isJudgedByLock() {
		return !this.locked && this.pages.isWrittenUnderLock();
	}

	/** A proof that needs no lock, and that a successor without one may use at once. */
	private boolean isClosed() {
		return this.pages.heartbeat() == HeaderLayout.HEARTBEAT_CLOSED;
	}

	private boolean isSegment() {
		return this.pages.beginsAsSegment() && !this.pages.isUnfinished();
	}

	private boolean withMemory(Predicate<MemorySegment> action) throws IOException {
		return Interrupts.deferred(() -> {
			try (FileChannel channel = this.file.channel(true); Arena arena = Arena.ofConfined()) {
				if (channel.size() < HeaderLayout.SLOTS_START) {
					// to map it would make it longer
					return false;
				}
				boolean result = action
					.test(channel.map(FileChannel.MapMode.READ_WRITE, 0, HeaderLayout.SLOTS_START, arena));
				MemoryFaults.surface();
				return result;
			}
			catch (InternalError ex) {
				throw new IOException("memory of it was taken away", ex);
			}
		});
	}

}
