// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.ProcessLook;
import io.globalbuffer.internal.os.ProcessState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SeenProcessesTests {

	private final List<Long> looks = new ArrayList<>();

	private final SeenProcesses processes = new SeenProcesses(this::look);

	@Test
	void oneLookServesAllSegmentsOfAProcess() {
		long start = System.nanoTime();
		for (int segment = 0; segment < 1000; segment++) {
			assertThat(this.processes.look(1)).isNotNull();
			assertThat(this.processes.look(2)).isNotNull();
		}
		long periods = (System.nanoTime() - start) / 100_000_000;
		assertThat(this.looks).startsWith(1L, 2L).hasSizeLessThanOrEqualTo((int) (2 * (periods + 1)));
	}

	@Test
	void whatWasSeenIsLookedAtAgain() {
		this.processes.look(1);
		await().until(() -> {
			this.processes.look(1);
			return this.looks.size() > 1;
		});
	}

	@Test
	void monitorsSeeThisProcess() {
		ProcessLook own = SeenProcesses.BY_MONITORS.look(ProcessHandle.current().pid());
		assertThat(own.state(0)).isEqualTo(NativeCalls.system().process(ProcessHandle.current().pid()).state(0))
			.isNotEqualTo(ProcessState.ABSENT);
	}

	private ProcessLook look(long pid) {
		this.looks.add(pid);
		return NativeCalls.system().process(0);
	}

}
