// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.SegmentDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A heap that was full for a while: stamps, names, searches and reservations go on
 * afterwards.
 */
class ExhaustedHeapTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** Without buffers of the threads' own, so that full means full for each of them. */
	@Test
	void onceThereIsMemoryAgainEverythingGoesOn() throws IOException, InterruptedException {
		Child child = Child.java(List.of("-Xmx24m", "-XX:-UseTLAB", "--enable-native-access=ALL-UNNAMED"),
				ExhaustedHeapProcess.class, this.directory.path().toString());
		assertThat(child.requireSuccess().output()).contains("all is well");
	}

}
