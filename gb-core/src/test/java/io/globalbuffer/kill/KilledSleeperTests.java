// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers are killed while they sleep in the kernel.
 */
class KilledSleeperTests {

	private static final int KILLS = 5;

	private static final int CAPACITY = 64;

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(ReaderChild.COMMAND, 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@Test
	void aReaderKilledInItsSleepCostsOneWakeUp() {
		String name = this.names.next();
		SegmentFile segment = new SegmentFile(PeerNames.file(name));
		try (ArrayWriter<long[]> writer = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open()) {
			for (int i = 0; i < KILLS; i++) {
				try (JavaProcess reader = processes.next()) {
					assertThat(reader.call(name)).isEqualTo(name);
					reader.send(ReaderChild.READ);
					await().pollInterval(Duration.ofMillis(1)).until(() -> isAnnounced(segment));
					reader.kill();
				}
				assertThat(isAnnounced(segment)).isTrue();
				FilledArrays.write(writer, 2L * i, 1);
				assertThat(isAnnounced(segment)).isFalse();
				int event = segment.getInt(ExtensionLayout.EVENT_OFFSET);
				FilledArrays.write(writer, 2L * i + 1, 1);
				assertThat(segment.getInt(ExtensionLayout.EVENT_OFFSET)).isEqualTo(event);
			}
		}
	}

	private static boolean isAnnounced(SegmentFile segment) {
		return (segment.getInt(ExtensionLayout.EVENT_OFFSET) & ExtensionLayout.EVENT_SLEEPERS) != 0;
	}

}
