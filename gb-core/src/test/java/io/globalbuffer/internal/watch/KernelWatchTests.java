// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.Futex;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.wake.EventWord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another thread sleeps in the kernel on behalf of one that waits.
 */
@Timeout(20)
class KernelWatchTests {

	private final Futex futex = NativeCalls.system().futex().orElseThrow();

	private final KernelWatch watch = KernelWatchers.of(this.futex).watch();

	private final MemorySegment memory = Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES);

	private final EventWord word = new EventWord(this.memory, 0);

	/** As soon as it may write, which the writer's successor may rely on. */
	@Test
	void whoWaitsIsAnnouncedThoughTheOneThatSleepsMayNotWrite() {
		EventWord readOnly = new EventWord(this.memory.asReadOnly(), 0);
		assertThat(this.watch.begin(Thread.currentThread(), readOnly)).isTrue();
		this.watch.end();
		assertThat(isAnnounced()).isFalse();
		for (int i = 0; i < 3; i++) {
			assertThat(this.watch.begin(Thread.currentThread(), this.word)).isTrue();
			assertThat(isAnnounced()).isTrue();
			this.word.advance();
			this.futex.wake(this.word.memory());
			while (this.watch.isAwaited()) {
				LockSupport.park(this);
			}
		}
		this.watch.close();
		assertThat(this.watch.begin(Thread.currentThread(), this.word)).isFalse();
	}

	private boolean isAnnounced() {
		return (this.word.value() & ExtensionLayout.EVENT_SLEEPERS) != 0;
	}

}
