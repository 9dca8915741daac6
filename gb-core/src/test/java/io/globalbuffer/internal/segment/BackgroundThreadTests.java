// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The threads that stamp, watch and search: what one task does harms no other. Isolated,
 * since they are the process's.
 */
@Isolated
class BackgroundThreadTests {

	private static final Duration SHORT = Duration.ofMillis(1);

	private static final Path SUBJECT = Path.of("gb_subject");

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void whateverATaskThrowsItIsTriedAgain() {
		List<Throwable> failures = new ArrayList<>(List.of(new OutOfMemoryError("test"), new StackOverflowError("test"),
				new IllegalStateException("test"), new AssertionError("test"), new OutOfMemoryError("test")));
		AtomicInteger runs = new AtomicInteger();
		AtomicInteger others = new AtomicInteger();
		BackgroundTask failing = BackgroundThread.SEARCH.task(SUBJECT, SHORT, () -> {
			if (runs.getAndIncrement() < failures.size()) {
				BackgroundThreadTests.<RuntimeException>sneak(failures.get(runs.get() - 1));
			}
		});
		BackgroundTask other = BackgroundThread.SEARCH.task(SUBJECT, SHORT, others::incrementAndGet);
		failing.start();
		other.start();
		await().until(() -> runs.get() > failures.size() + 1);
		int before = others.get();
		await().until(() -> others.get() > before);
		failing.cancel();
		other.cancel();
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

	/** After a pause of the whole process, too. */
	@Test
	void whatWasMissedIsNotMadeUpFor() {
		AtomicInteger runs = new AtomicInteger();
		CountDownLatch release = new CountDownLatch(1);
		BackgroundTask task = BackgroundThread.SEARCH.task(SUBJECT, SHORT, runs::incrementAndGet);
		BackgroundTask blocking = blocking(BackgroundThread.SEARCH, release);
		task.start();
		await().pollDelay(SHORT.multipliedBy(300)).until(() -> true);
		long start = System.nanoTime();
		int before = runs.get();
		release.countDown();
		await().until(() -> runs.get() > before + 2);
		int made = runs.get() - before;
		assertThat(made).isLessThanOrEqualTo((int) ((System.nanoTime() - start) / SHORT.toNanos()) + 2);
		task.cancel();
		blocking.cancel();
	}

	/** However they are spread over an interval. */
	@Test
	void manyTasksAreDoneTogether() {
		Duration interval = Duration.ofMillis(100);
		AtomicInteger runs = new AtomicInteger();
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		List<BackgroundTask> tasks = Stream.generate(() -> BackgroundThread.SEARCH.task(SUBJECT, interval, () -> {
			threads.add(Thread.currentThread());
			runs.incrementAndGet();
		})).limit(500).toList();
		Queue<BackgroundTask> unstarted = new ConcurrentLinkedQueue<>(tasks);
		BackgroundTask starting = BackgroundThread.WATCH.task(SUBJECT, SHORT,
				() -> Optional.ofNullable(unstarted.poll()).ifPresent(BackgroundTask::start));
		starting.start();
		await().until(unstarted::isEmpty);
		starting.cancel();
		await().until(() -> runs.get() > 2 * tasks.size());
		long thread = threads.iterator().next().threadId();
		long waitsBefore = ManagementFactory.getThreadMXBean().getThreadInfo(thread).getWaitedCount();
		int runsBefore = runs.get();
		await().until(() -> runs.get() > runsBefore + 10 * tasks.size());
		long waits = ManagementFactory.getThreadMXBean().getThreadInfo(thread).getWaitedCount() - waitsBefore;
		assertThat(waits).isLessThan((runs.get() - runsBefore) / 10);
		tasks.forEach(BackgroundTask::cancel);
	}

	/** Whatever the others wait for: name services, leases, file systems, logs. */
	@Test
	void stampsWaitForNothing() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		try (ArrayWriter<long[]> writer = builder("s").heartbeatInterval(SHORT).open()) {
			BackgroundTask search = blocking(BackgroundThread.SEARCH, release);
			BackgroundTask watch = blocking(BackgroundThread.WATCH, release);
			for (int stamp = 0; stamp < 10; stamp++) {
				var last = writer.stats().writer().lastHeartbeat();
				await().until(() -> !writer.stats().writer().lastHeartbeat().equals(last));
			}
			search.cancel();
			watch.cancel();
		}
		finally {
			release.countDown();
		}
	}

	/** Of a task that stamps, and of a thread that finds memory gone while it stamps. */
	@Test
	void stampsWaitForNoLog() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		List<Logger> loggers = List.of(logger(BackgroundTask.class), logger(MappedSegment.class));
		BlockedAppender appender = new BlockedAppender(release);
		loggers.forEach((logger) -> logger.addAppender(appender));
		BackgroundTask failing = BackgroundThread.HEARTBEAT.task(SUBJECT, SHORT, () -> {
			throw new IllegalStateException("test");
		});
		try (ArrayWriter<long[]> writer = builder("s").heartbeatInterval(SHORT).open();
				ArrayWriter<long[]> lost = builder("lost").heartbeatInterval(SHORT).open()) {
			failing.start();
			try (FileChannel file = FileChannel.open(lost.path(), StandardOpenOption.WRITE)) {
				file.truncate(0);
			}
			CompletableFuture<Void> stamping = CompletableFuture.runAsync(lost::heartbeat);
			await().until(() -> appender.count() > 0);
			for (int stamp = 0; stamp < 10; stamp++) {
				var last = writer.stats().writer().lastHeartbeat();
				await().until(() -> !writer.stats().writer().lastHeartbeat().equals(last));
			}
			release.countDown();
			assertThat(stamping).failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withCauseInstanceOf(BufferLostException.class);
		}
		finally {
			release.countDown();
			failing.cancel();
			loggers.forEach((logger) -> logger.detachAppender(appender));
		}
	}

	private static Logger logger(Class<?> type) {
		return (Logger) LoggerFactory.getLogger(type);
	}

	/** As one whose thread had no memory for its first step. */
	@Test
	void aThreadThatDiedIsReplaced() throws Exception {
		await().until(() -> threads().isEmpty());
		Thread dead = new Thread(() -> {
		});
		dead.start();
		dead.join();
		Field thread = BackgroundThread.class.getDeclaredField("thread");
		thread.setAccessible(true);
		synchronized (BackgroundThread.SEARCH) {
			thread.set(BackgroundThread.SEARCH, dead);
		}
		CountDownLatch run = new CountDownLatch(1);
		BackgroundTask task = BackgroundThread.SEARCH.task(SUBJECT, SHORT, run::countDown);
		task.start();
		assertThat(run.await(20, TimeUnit.SECONDS)).isTrue();
		task.cancel();
	}

	@Test
	void aSearchThatTakesLongDoesNotKeepSegmentsFromBeingWatched() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		try (ArrayWriter<long[]> writer = builder("s").open(); ArrayReader<?> reader = attach("s")) {
			BackgroundTask search = blocking(BackgroundThread.SEARCH, release);
			writer.unlink();
			await().until(() -> reader.stats().writer().state() == WriterState.UNLINKED);
			search.cancel();
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void manyHandlesShareFiveThreads() {
		List<GlobalBuffer> handles = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				handles.add(builder("s" + i).open());
				handles.add(attach("s" + i));
				handles.add(GlobalBuffer.attach("absent" + i).directory(this.directory.path()).following().asArray());
			}
			await().untilAsserted(() -> assertThat(threads()).containsExactlyInAnyOrder("globalbuffer-directories",
					"globalbuffer-heartbeat", "globalbuffer-names", "globalbuffer-search", "globalbuffer-watch"));
		}
		finally {
			handles.forEach(GlobalBuffer::close);
		}
		await().until(() -> threads().isEmpty());
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("globalbuffer-"))
			.toList();
	}

	/** Makes a thread wait, and comes back once it does. */
	private static BackgroundTask blocking(BackgroundThread thread, CountDownLatch release) {
		CountDownLatch blocked = new CountDownLatch(1);
		BackgroundTask task = thread.task(SUBJECT, SHORT, () -> {
			blocked.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		task.start();
		await().until(() -> blocked.getCount() == 0);
		return task;
	}

	/** A log on a terminal that is stopped, or on a network that is away. */
	private static final class BlockedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

		private final CountDownLatch release;

		private final AtomicInteger count = new AtomicInteger();

		private BlockedAppender(CountDownLatch release) {
			this.release = release;
			start();
		}

		private int count() {
			return this.count.get();
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.count.incrementAndGet();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	private WriterBuilder<ArrayWriter<long[]>> builder(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1)).directory(this.directory.path()).capacity(3);
	}

	private ArrayReader<long[]> attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory.path()).asArray(long[].class);
	}

}
