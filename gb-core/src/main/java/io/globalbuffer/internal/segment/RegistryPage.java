// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.OpenFile;

/**
 * Maps the one page of a segment that readers write to.
 */
final class RegistryPage {

	private RegistryPage() {
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
