// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.OpenFile;

/**
 * The one page of a segment that readers write to, mapped by itself once one does. Safe
 * for use by many threads.
 */
final class RegistryPage {

	private static final Logger logger = LoggerFactory.getLogger(RegistryPage.class);

	private final OpenFile file;

	private final RingGeometry geometry;

	private volatile boolean extended;

	private @Nullable Arena arena;

	private @Nullable MemorySegment page;

	/** By then the file may be closed, and its descriptor another one's. */
	private boolean left;

	/**
	 * Has mapped nothing yet.
	 * @param file the segment
	 * @param geometry where its slots lie
	 */
	RegistryPage(OpenFile file, RingGeometry geometry) {
		this.file = file;
		this.geometry = geometry;
	}

	/** Whether a writer has filled the extension block on it, as far as was noticed. */
	boolean isExtended() {
		return this.extended;
	}

	/** Looks by a call whether one has. */
	void look() {
		if (!this.extended) {
			try {
				this.extended = ExtensionWords.read(this.file, this.geometry).isFilled();
			}
			catch (IOException ex) {
				logger.debug("Looking at a segment's extension block again later", ex);
			}
		}
	}

	/**
	 * Whether readers may open the segment for writing, for the sake of the registry. Not
	 * where the writer holds no lock, as Python's do not: that one's death is proved by
	 * no process having the file open for writing.
	 */
	boolean isPermitted() {
		try {
			return WriterLock.ask(this.file) == Grant.REFUSED
					&& ExtensionWords.read(this.file, this.geometry).isWrittenUnderLock();
		}
		catch (IOException ex) {
			// gone, for those who reach it by its name only
			return false;
		}
	}

	/**
	 * Returns the page, until it is unmapped.
	 * @return the page, writable; empty if this process may not write to it, or not at
	 * present
	 */
	synchronized Optional<MemorySegment> memory() {
		if (this.page == null && !this.left && isPermitted()) {
			Arena arena = Arena.ofShared();
			try {
				this.page = map(this.file, arena);
				this.arena = arena;
			}
			catch (IOException ex) {
				logger.debug("A reader cannot write to the registry", ex);
			}
			finally {
				if (this.page == null) {
					arena.close();
				}
			}
		}
		return Optional.ofNullable(this.page);
	}

	/**
	 * Unmaps the page, if it is mapped, for good.
	 * @return {@code false} if a system call still uses it: to be tried again
	 */
	synchronized boolean unmap() {
		this.left = true;
		if (this.arena != null) {
			try {
				this.arena.close();
			}
			catch (IllegalStateException ex) {
				return false;
			}
			this.arena = null;
			this.page = null;
		}
		return true;
	}

	/**
	 * Maps the page for writing.
	 * @param file the segment
	 * @param arena unmaps it
	 * @return the page
	 * @throws IOException if the file may not be written to, or not at present
	 */
	static MemorySegment map(OpenFile file, Arena arena) throws IOException {
		return Interrupts.deferred(() -> {
			try (FileChannel channel = file.channel(true)) {
				// a larger mapping would make a shorter file longer
				if (channel.size() < RegistryLayout.START + RegistryLayout.BYTES) {
					throw new IOException("the file is too short by now");
				}
				return channel.map(FileChannel.MapMode.READ_WRITE, RegistryLayout.START, RegistryLayout.BYTES, arena);
			}
		});
	}

}
