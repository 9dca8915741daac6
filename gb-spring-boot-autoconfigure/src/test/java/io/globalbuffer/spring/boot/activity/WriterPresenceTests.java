// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.globalbuffer.BufferStats;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.WriterLostEvent;
import io.globalbuffer.spring.event.WriterReturnedEvent;
import io.globalbuffer.spring.listener.EventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What is made of one look after the other at a buffer's writer.
 */
class WriterPresenceTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void aSuccessorThatHasNotSignedInYetIsNotTheOneBefore() {
		Instant killed = Instant.now();
		assertThat(events(writer(WriterState.ACTIVE, 1, killed), writer(WriterState.DEAD, 1, killed),
				writer(WriterState.ACTIVE, 1, killed.plusNanos(1000)), writer(WriterState.IDLE, 1, killed),
				writer(WriterState.ACTIVE, 1, killed.plusSeconds(3)),
				writer(WriterState.ACTIVE, 2, killed.plusSeconds(3))))
			.containsExactly(new WriterLostEvent("imu", WriterState.DEAD), new WriterReturnedEvent("imu", 2, true));
	}

	@Test
	void aWriterThatStampsAgainHasReturned() {
		Instant stopped = Instant.now();
		assertThat(events(writer(WriterState.ACTIVE, 1, stopped), writer(WriterState.PRESUMED_DEAD, 1, stopped),
				writer(WriterState.ACTIVE, 1, stopped.plusSeconds(3)),
				writer(WriterState.ACTIVE, 1, stopped.plusSeconds(4))))
			.containsExactly(new WriterLostEvent("imu", WriterState.PRESUMED_DEAD),
					new WriterReturnedEvent("imu", 1, false));
	}

	@Test
	void aProcessThatOpensItsBufferAgainHasReturned() {
		assertThat(events(writer(WriterState.ACTIVE, 1, Instant.now()), writer(WriterState.CLOSED, 1, null),
				writer(WriterState.ACTIVE, 1, null), writer(WriterState.ACTIVE, 1, Instant.now()),
				writer(WriterState.ACTIVE, 1, Instant.now())))
			.containsExactly(new WriterLostEvent("imu", WriterState.CLOSED), new WriterReturnedEvent("imu", 1, false));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aWriterIsSaidToBeGoneAlsoIfThatWasNotKnownAtFirst(CapturedOutput output) {
		Instant ended = Instant.now();
		assertThat(events(writer(WriterState.UNKNOWN, 7, ended), writer(WriterState.PRESUMED_DEAD, 7, ended)))
			.isEmpty();
		assertThat(output).containsOnlyOnce("Buffer 'imu' has lost its writer: process 7, presumed-dead");
	}

	private List<Object> events(WriterStatus... writers) {
		List<Object> published = new ArrayList<>();
		EventPublisher events = new EventPublisher(published::add);
		events.start();
		GlobalBuffer handle = mock(GlobalBuffer.class);
		WriterPresence presence = new WriterPresence(TestApplication.reader(this.directory, handle), events);
		for (WriterStatus writer : writers) {
			given(handle.stats()).willReturn(new BufferStats(OptionalLong.empty(), 0, OptionalDouble.empty(),
					Optional.empty(), 0, Optional.of(new ArrayLayout(4, ArraySpec.of(DType.FLOAT64, 2))), 0, writer));
			presence.look();
		}
		events.stop();
		return published;
	}

	private static WriterStatus writer(WriterState state, long pid, @Nullable Instant stamp) {
		return new WriterStatus(state, true, OptionalLong.of(pid), Optional.ofNullable(stamp), Optional.empty());
	}

}
