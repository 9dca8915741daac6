// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeers;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.ProcessResources;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.test.TestBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;
import io.globalbuffer.spring.listener.ResumeFrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Twenty listeners, while writers are restarted and killed: nothing grows, no sample is
 * torn, none is unaccounted for. How long it takes says {@link SoakDuration}.
 */
@Tag("long")
class SoakTests {

	private static final Log logger = LogFactory.getLog(SoakTests.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Duration STEP = Duration.ofMillis(250);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	private final SoakSegments segments = new SoakSegments(this.names::next);

	@Test
	void nothingGrowsAndNoSampleIsLostUncounted() throws IOException {
		// where there is no Python, it is skipped before anything is started
		PythonPeers.interpreter(PythonVersion.V1_1_3);
		PythonPeers.interpreter(PythonVersion.V1_0_2);
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			soak(context);
		});
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ProcessResources.bufferThreads()).isEmpty());
		for (String segment : this.segments.all()) {
			assertThat(ProcessResources.mappingsOf(segment)).as("mappings of " + segment).isZero();
			try (Stream<Path> files = Files.list(PeerNames.DIRECTORY)) {
				assertThat(files).noneMatch((file) -> file.toString().contains(segment));
			}
		}
	}

	private ApplicationContextRunner application() {
		ApplicationContextRunner runner = TestApplication.in(PeerNames.DIRECTORY)
			.withBean(SoakListeners.class)
			.withBean("retrying", GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler
				.retrying(RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(1)).build()));
		for (SoakStream stream : SoakStream.values()) {
			runner = runner.withPropertyValues(stream.properties(this.segments.of(stream)));
		}
		return runner;
	}

	private void soak(ApplicationContext context) throws InterruptedException {
		GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
		assertThat(registry.all()).hasSize(20);
		SoakWriters writers = SoakWriters.start(this.segments, context.getBean("flags", ArrayWriter.class));
		try {
			TestBuffers.awaitRunning(registry, TIMEOUT);
			Duration duration = SoakDuration.get();
			disturb(writers, registry, duration.dividedBy(4));
			ProcessResources warm = ProcessResources.now();
			disturb(writers, registry, duration.minus(duration.dividedBy(4)));
			ProcessResources end = ProcessResources.now();
			writers.stopWriting();
			registry.ids().forEach((id) -> TestBuffers.awaitDelivered(registry, id, TIMEOUT));
			assertAccounts(context.getBean(SoakListeners.class), registry, writers);
			logger.info(summary(duration, writers, registry, warm, end));
			assertNothingGrew(warm, end);
		}
		finally {
			writers.close();
		}
	}

	/** Restarts writers, and pauses a listener, in turn. */
	private static void disturb(SoakWriters writers, GlobalBufferListenerRegistry registry, Duration duration) {
		ListenerContainer paused = registry.find(SoakListeners.PAUSED).orElseThrow();
		long end = System.nanoTime() + duration.toNanos();
		for (int step = 0; System.nanoTime() - end < 0; step++) {
			switch (step % 16) {
				case 3, 11 -> paused.pause();
				case 5 -> paused.resume(ResumeFrom.CURSOR);
				case 13 -> paused.resume(ResumeFrom.NEWEST);
				case 7 -> writers.killChild();
				case 9 -> writers.restartNewer();
				case 15 -> writers.restartOlder();
				default -> writers.restartThread();
			}
			LockSupport.parkNanos(STEP.toNanos());
		}
		paused.resume(ResumeFrom.CURSOR);
	}

	private static void assertAccounts(SoakListeners listeners, GlobalBufferListenerRegistry registry,
			SoakWriters writers) {
		Map<SoakStream, Long> written = writers.written();
		listeners.tallies().forEach((id, tally) -> {
			ListenerContainer listener = registry.find(id).orElseThrow();
			ListenerStatistics statistics = listener.statistics();
			assertThat(listener.state()).as(id).isEqualTo(ListenerState.RUNNING);
			assertThat(tally.torn()).as("torn samples of " + id).isZero();
			assertThat(tally.disordered()).as("samples of " + id + " that do not follow the one before").isZero();
			assertThat(tally.delivered()).as(id).isPositive().isEqualTo(statistics.delivered());
			Long count = written.get(SoakStream.valueOf(listener.buffer().toUpperCase(Locale.ROOT)));
			if (count != null) {
				assertThat(statistics.delivered() + statistics.overruns() + statistics.skipped())
					.as("all samples of " + id + ": " + statistics)
					.isEqualTo(count);
			}
		});
		assertThat(registry.find(SoakListeners.FAILING).orElseThrow().statistics().errors()).isPositive();
	}

	/** Each of the many restarts in between would have left something. */
	private static void assertNothingGrew(ProcessResources warm, ProcessResources end) {
		assertThat(end.threads()).as("threads").isLessThanOrEqualTo(warm.threads() + 5);
		assertThat(end.descriptors()).as("file descriptors").isLessThanOrEqualTo(warm.descriptors() + 10);
		assertThat(end.mappings()).as("mappings").isLessThanOrEqualTo(warm.mappings() + 10);
		assertThat(end.heapBytes()).as("heap").isLessThan(warm.heapBytes() + (8 << 20));
	}

	private static String summary(Duration duration, SoakWriters writers, GlobalBufferListenerRegistry registry,
			ProcessResources warm, ProcessResources end) {
		long delivered = registry.all().stream().mapToLong((listener) -> listener.statistics().delivered()).sum();
		long overruns = registry.all().stream().mapToLong((listener) -> listener.statistics().overruns()).sum();
		long skipped = registry.all().stream().mapToLong((listener) -> listener.statistics().skipped()).sum();
		long written = writers.written().values().stream().mapToLong(Long::longValue).sum();
		return String.format(Locale.ROOT,
				"Soak of %s: %d listeners, %d samples written by Java, %d delivered, %d overrun, %d skipped, 0 torn; writers started %d times in Java (%d processes killed), %d in Python; after warm-up %s; at the end %s",
				duration, registry.all().size(), written, delivered, overruns, skipped, writers.javaStarts(),
				writers.kills(), writers.pythonStarts(), warm, end);
	}

}
