// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.recording.Recorder;
import io.globalbuffer.recording.Recording;
import io.globalbuffer.recording.Replay;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The second example of {@code docs/testing.md}: a recording is replayed to the listener
 * of an application.
 */
@SpringBootTest(classes = QuoteListenerTests.Application.class,
		properties = { "globalbuffer.buffers.quotes.kind=message", "globalbuffer.buffers.quotes.role=reader",
				"globalbuffer.buffers.quotes.type=io.globalbuffer.spring.Quote",
				"globalbuffer.buffers.average.kind=array", "globalbuffer.buffers.average.role=writer",
				"globalbuffer.buffers.average.dtype=float64", "globalbuffer.buffers.average.shape=1",
				"globalbuffer.buffers.average.capacity=16" })
@AutoConfigureGlobalBuffer
@DirtiesContext
class ReplayedQuotesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int QUOTES = 1000;

	@TempDir
	static Path recording;

	@Autowired
	private OtherSide otherSide;

	@Autowired
	private GlobalBufferListenerRegistry listeners;

	@Autowired
	private QuoteListenerTests.QuoteListener listener;

	@BeforeAll
	static void record(@TempDir Path shared) {
		try (Recorder recorder = Recorder.into(recording).directory(shared).stream("quotes").start();
				BufferWriter<Quote> quotes = GlobalBuffer.create("quotes", MessageSpec.of(Quote.class))
					.directory(shared)
					.capacity(QUOTES)
					.open()) {
			for (int i = 1; i <= QUOTES; i++) {
				quotes.write(new Quote("ABC", i));
			}
			await().until(() -> recorder.progress().getFirst().samples() == QUOTES);
		}
	}

	@Test
	void theRecordedQuotesAreHeard() throws InterruptedException {
		Replay.of(Recording.open(recording)).directory(this.otherSide.directory()).asFastAsRead().run();
		TestBuffers.awaitDelivered(this.listeners, "quoteListener.onQuote", TIMEOUT);
		assertThat(this.listener.prices()).containsEntry("ABC", (double) QUOTES);
	}

}
