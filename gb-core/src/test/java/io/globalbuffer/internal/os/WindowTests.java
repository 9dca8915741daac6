// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is seen through the window, open or shut.
 */
class WindowTests {

	private static final long LENGTH = 16;

	private final MemorySegment memory = Arena.global().allocate(LENGTH, LENGTH);

	@Test
	void itIsOpenUnlessItIsSwitchedOff() {
		assertThat(Window.isOpen()).isNotEqualTo("off".equals(System.getProperty(Window.PROPERTY)));
	}

	@Test
	void memoryIsSeenThroughIt() {
		long place = Window.place(Window.firstWord(this.memory), 0);
		Window.writable(this.memory).set(ValueLayout.JAVA_LONG, place + Long.BYTES, 7);
		assertThat(this.memory.get(ValueLayout.JAVA_LONG, Long.BYTES)).isEqualTo(7);
		assertThat(Window.readable(this.memory).get(ValueLayout.JAVA_LONG, place + Long.BYTES)).isEqualTo(7);
	}

	/** Into what is mapped for reading, a store would be the end of the JVM. */
	@Test
	void readersCannotStoreThroughIt() {
		MemorySegment mapped = this.memory.asReadOnly();
		assertThat(Window.readable(mapped).isReadOnly()).isTrue();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
				() -> Window.readable(mapped).set(ValueLayout.JAVA_LONG, Window.place(Window.firstWord(mapped), 0), 7));
	}

}
