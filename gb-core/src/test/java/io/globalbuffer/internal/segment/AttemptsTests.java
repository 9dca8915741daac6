// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.WriterConflictException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How long a successor goes on that comes too late each time.
 */
class AttemptsTests {

	private static final Path SEGMENT = Path.of("gb_t");

	@Test
	void theyEndAfterAWhileAndSaySo() {
		long start = System.nanoTime();
		assertThatExceptionOfType(WriterConflictException.class).isThrownBy(() -> comeTooLate(Duration.ofSeconds(1)))
			.withMessageContaining("gb_t")
			.withMessageContaining("for 6 s others were faster");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(6),
				Duration.ofSeconds(60));
	}

	@Test
	void anInterruptEndsThemHoweverMuchTimeThereIs() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> comeTooLate(Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessageContaining("gb_t")
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void comeTooLate(Duration timeout) {
		Attempts attempts = new Attempts(SEGMENT, timeout);
		while (true) {
			attempts.cameTooLate();
		}
	}

}
