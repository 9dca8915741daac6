// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ReadMode;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeers;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.spring.ProcessResources;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.test.TestBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistrar;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerRegistration;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three hundred listeners of sixty streams, whose writers in Java and in Python come and
 * go all the time: nothing grows, no sample is torn, none is unaccounted for. How long it
 * takes says {@link SoakDuration}.
 */
@Tag("long")
class CrowdSoakTests {

	private static final Log logger = LogFactory.getLog(CrowdSoakTests.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Duration STEP = Duration.ofSeconds(1);

	/** Of each stream. */
	private static final int LISTENERS = 5;

	@RegisterExtension
	final BufferNames names = new BufferNames();

	private final CrowdStreams streams = new CrowdStreams(this.names::next);

	/** What each listener received, by id. */
	private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

	@Test
	void nothingGrowsAndNoSampleIsLostUncounted() {
		// where there is no Python, it is skipped before anything is started
		PythonPeers.interpreter(PythonVersion.V1_1_3);
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			soak(context);
		});
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ProcessResources.bufferThreads()).isEmpty());
		this.streams.all()
			.forEach((segment) -> assertThat(ProcessResources.mappingsOf(segment)).as("mappings of " + segment)
				.isZero());
	}

	private ApplicationContextRunner application() {
		ApplicationContextRunner runner = TestApplication.in(PeerNames.DIRECTORY)
			.withPropertyValues("spring.application.name=" + this.streams.all().getFirst());
		for (String buffer : this.streams.buffers()) {
			runner = runner.withPropertyValues(this.streams.properties(buffer));
		}
		return runner;
	}

	private void soak(ApplicationContext context) throws IOException {
		GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
		GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
		this.streams.buffers().forEach((buffer) -> register(registrar, buffer));
		assertThat(registry.all()).hasSize(300);
		try (CrowdWriters writers = new CrowdWriters(this.streams)) {
			writers.start();
			TestBuffers.awaitRunning(registry, TIMEOUT);
			Duration duration = SoakDuration.get();
			disturb(writers, duration.dividedBy(4));
			TestBuffers.awaitRunning(registry, TIMEOUT);
			ProcessResources warm = ProcessResources.now();
			long positions = positionFiles();
			disturb(writers, duration.minus(duration.dividedBy(4)));
			TestBuffers.awaitRunning(registry, TIMEOUT);
			ProcessResources end = ProcessResources.now();
			writers.stopWriting();
			registry.ids().forEach((id) -> TestBuffers.awaitDelivered(registry, id, TIMEOUT));
			assertAccounts(registry, writers.written());
			assertNothingGrew(warm, end);
			assertThat(positionFiles()).as("position files").isEqualTo(positions).isEqualTo(this.streams.all().size());
			assertRegistriesHoldWhoIsThere();
			logger.info(summary(duration, writers, registry.all(), warm, end));
		}
	}

	private void register(GlobalBufferListenerRegistrar registrar, String buffer) {
		for (int number = 0; number < LISTENERS; number++) {
			String id = buffer + "-" + number;
			Tally tally = Tally.gapless();
			this.tallies.put(id, tally);
			ListenerRegistration registration = ListenerRegistration.of(id, buffer, long[].class,
					(sample) -> tally.count(SoakArrays.isWhole(sample.value(), sample.sequence()), sample));
			switch (number) {
				case 0 -> registration.mode(ReadMode.LATEST);
				case 1 -> registration.resume(true);
				default -> registration.mode(ReadMode.NEXT);
			}
			registrar.register(registration);
		}
	}

	/** Restarts the writers of one language, and of the other, in turn. */
	private static void disturb(CrowdWriters writers, Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (int step = 0; System.nanoTime() - end < 0; step++) {
			LockSupport.parkNanos(STEP.toNanos());
			if (step % 2 == 0) {
				writers.restartJava();
			}
			else {
				writers.restartPython();
			}
		}
	}

	/** Those of Python are killed: what was written in their last moment is not known. */
	private void assertAccounts(GlobalBufferListenerRegistry registry, Map<String, Long> written) {
		this.tallies.forEach((id, tally) -> {
			ListenerContainer listener = registry.find(id).orElseThrow();
			ListenerStatistics statistics = listener.statistics();
			assertThat(listener.state()).as(id).isEqualTo(ListenerState.RUNNING);
			assertThat(tally.torn()).as("torn samples of " + id).isZero();
			assertThat(tally.disordered()).as("samples of " + id + " that do not follow the one before").isZero();
			assertThat(tally.delivered()).as(id).isPositive().isEqualTo(statistics.delivered());
			Long count = written.get(this.streams.segment(listener.buffer()));
			if (count != null) {
				assertThat(statistics.delivered() + statistics.overruns() + statistics.skipped())
					.as("all samples of " + id + ": " + statistics)
					.isEqualTo(count);
			}
		});
	}

	/** Each of the many restarts in between would have left something. */
	private static void assertNothingGrew(ProcessResources warm, ProcessResources end) {
		assertThat(end.threads()).as("threads").isLessThanOrEqualTo(warm.threads() + 10);
		assertThat(end.descriptors()).as("file descriptors").isLessThanOrEqualTo(warm.descriptors() + 30);
		assertThat(end.mappings()).as("mappings").isLessThanOrEqualTo(warm.mappings() + 30);
		assertThat(end.heapBytes()).as("heap").isLessThan(warm.heapBytes() + (16 << 20));
	}

	private long positionFiles() throws IOException {
		try (Stream<Path> files = Files.list(PeerNames.DIRECTORY)) {
			return files.map((file) -> String.valueOf(file.getFileName()))
				.filter((file) -> file.startsWith(".gbpos_")
						&& this.streams.all().stream().anyMatch((segment) -> file.contains(segment)))
				.count();
		}
	}

	/** The listeners, and the reader of the buffer's bean. */
	private void assertRegistriesHoldWhoIsThere() {
		this.streams.java()
			.forEach((segment) -> assertThat(
					Segments.inDefaultDirectory().find(segment).map(SegmentInfo::readers).orElseThrow())
				.as("readers of " + segment)
				.hasSize(LISTENERS + 1));
	}

	private static String summary(Duration duration, CrowdWriters writers, Collection<ListenerContainer> listeners,
			ProcessResources warm, ProcessResources end) {
		long delivered = listeners.stream().mapToLong((listener) -> listener.statistics().delivered()).sum();
		long overruns = listeners.stream().mapToLong((listener) -> listener.statistics().overruns()).sum();
		long skipped = listeners.stream().mapToLong((listener) -> listener.statistics().skipped()).sum();
		long written = writers.written().values().stream().mapToLong(Long::longValue).sum();
		return String.format(Locale.ROOT,
				"Crowd of %s: %d listeners, %d samples written by Java, %d delivered, %d overrun, %d skipped, 0 torn; writers started %d times in Java, %d in Python; after warm-up %s; at the end %s",
				duration, listeners.size(), written, delivered, overruns, skipped, writers.javaStarts(),
				writers.pythonStarts(), warm, end);
	}

}
