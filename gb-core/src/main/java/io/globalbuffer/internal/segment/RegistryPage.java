// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.OpenFile;

/**
 * Maps the one page of a segment that readers write to.
 */
final class RegistryPage {

	private static final Logger logger = LoggerFactory.getLogger(RegistryPage.class);

	private RegistryPage() {
	}

	/**
	 * Maps the page for writing, if this process may.
	 * @param file the segment
	 * @param arena unmaps it
	 * @return the page; empty if the file may not be written to, or not at present
	 */
	static Optional<MemorySegment> map(OpenFile file, Arena arena) {
		try {
			return Optional.of(Interrupts.deferred(() -> {
				try (FileChannel channel = file.channel(true)) {
					// a larger mapping would make a shorter file longer
					if (channel.size() < RegistryLayout.START + RegistryLayout.BYTES) {
						throw new IOException("the file is too short by now");
					}
					return channel.map(FileChannel.MapMode.READ_WRITE, RegistryLayout.START, RegistryLayout.BYTES,
							arena);
				}
			}));
		}
		catch (IOException ex) {
			logger.debug("A reader cannot write to the registry, and is not in sight of others", ex);
			return Optional.empty();
		}
	}

}
