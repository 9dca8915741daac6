// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One thread looks at streams on behalf of those that wait for them.
 */
class StreamWatcherTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final long LONG = TimeUnit.SECONDS.toNanos(60);

	private final StreamWatcher watcher = new StreamWatcher();

	private final List<StreamWatch> watches = new ArrayList<>();

	/** Other tests want no thread that watches. */
	@AfterEach
	void end() {
		this.watches.forEach(Watch::close);
	}

	@Test
	void aSampleEndsTheWaitOfItsReadersOnly() throws InterruptedException {
		CountedStream written = new CountedStream();
		CountedStream silent = new CountedStream();
		List<Thread> readers = List.of(waitFor(written), waitFor(written));
		Thread other = waitFor(silent);
		written.count.incrementAndGet();
		for (Thread reader : readers) {
			assertThat(reader.join(LIMIT)).isTrue();
		}
		assertThat(other.isAlive()).isTrue();
		other.interrupt();
		other.join();
	}

	@Test
	void aSampleThatCameSinceTheReaderLookedEndsTheWait() throws InterruptedException {
		CountedStream stream = new CountedStream();
		stream.count.set(1);
		StreamWatch watch = watch(stream);
		Thread reader = Thread.ofPlatform().daemon().start(() -> this.watcher.await(watch, 0, LONG));
		assertThat(reader.join(LIMIT)).isTrue();
	}

	@Test
	void manyReadersAreLookedForByOneThreadThatEndsAfterThem() throws InterruptedException {
		CountedStream stream = new CountedStream();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			readers.add(waitFor(stream));
		}
		assertThat(stream.watchers()).hasSize(1);
		stream.count.incrementAndGet();
		for (Thread reader : readers) {
			reader.join();
		}
		await().atMost(LIMIT).until(() -> stream.watchers().stream().noneMatch(Thread::isAlive));
		Thread again = waitFor(stream);
		stream.count.incrementAndGet();
		assertThat(again.join(LIMIT)).isTrue();
	}

	@Test
	void aStreamThatCannotBeLookedAtEndsTheWaitOfItsReaderOnly() throws InterruptedException {
		CountedStream stream = new CountedStream();
		CountedStream other = new CountedStream();
		Thread reader = waitFor(stream);
		Thread otherReader = waitFor(other);
		stream.count.set(CountedStream.CLOSED);
		assertThat(reader.join(LIMIT)).isTrue();
		assertThat(otherReader.isAlive()).isTrue();
		other.count.incrementAndGet();
		assertThat(otherReader.join(LIMIT)).isTrue();
	}

	@Test
	void aThreadThatWaitsAgainIsStillWatchedFor() throws InterruptedException {
		CountedStream stream = new CountedStream();
		StreamWatch watch = watch(stream);
		CountDown reading = new CountDown(1000);
		Thread reader = Thread.ofPlatform().daemon().start(() -> {
			while (reading.left() > 0) {
				long seen = reading.seen();
				if (stream.count.get() == seen) {
					this.watcher.await(watch, seen, LONG);
				}
				reading.read(stream.count.get());
			}
		});
		for (int sample = 0; sample < 1000; sample++) {
			int awaited = sample;
			stream.count.incrementAndGet();
			await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofNanos(20_000))
				.until(() -> reading.seen() > awaited);
		}
		assertThat(reader.join(LIMIT)).isTrue();
		assertThat(stream.watchers()).hasSize(1);
	}

	/** Whether by a sample or without one. */
	@Test
	void whatNoneWaitsForAnyMoreIsNotLookedAtForLong() {
		CountedStream moving = new CountedStream();
		CountedStream silent = new CountedStream();
		CountedStream awaited = new CountedStream();
		waitFor(awaited);
		this.watcher.await(watch(moving), 0, 1);
		this.watcher.await(watch(silent), 0, 1);
		moving.count.incrementAndGet();
		for (CountedStream left : List.of(moving, silent)) {
			await().atMost(LIMIT).until(() -> {
				int looks = left.looks.get();
				int others = awaited.looks.get();
				await().until(() -> awaited.looks.get() > others + 10);
				return left.looks.get() == looks;
			});
		}
	}

	@Test
	void aClosedStreamIsNotLookedAtAgain() throws InterruptedException {
		CountedStream stream = new CountedStream();
		CountedStream awaited = new CountedStream();
		waitFor(awaited);
		StreamWatch watch = watch(stream);
		Thread reader = Thread.ofPlatform().daemon().start(() -> this.watcher.await(watch, 0, LONG));
		await().until(() -> stream.looks.get() > 3);
		watch.close();
		assertThat(reader.join(LIMIT)).isTrue();
		int others = awaited.looks.get();
		await().until(() -> awaited.looks.get() > others + 2);
		int looks = stream.looks.get();
		await().until(() -> awaited.looks.get() > others + 20);
		assertThat(stream.looks).hasValue(looks);
		assertThat(watch.begin(Thread.currentThread(), 0)).isFalse();
	}

	@Test
	void oneThatIsAloneLooksByItselfAgainOnceASampleHasCome() throws InterruptedException {
		CountedStream stream = new CountedStream();
		StreamWatch watch = watch(stream);
		assertThat(this.watcher.isLone(watch, System.nanoTime())).isTrue();
		Thread reader = Thread.ofPlatform().daemon().start(() -> this.watcher.await(watch, 0, LONG));
		await().until(() -> stream.looks.get() > 3);
		assertThat(watch.isOwn()).isFalse();
		assertThat(this.watcher.isLone(watch(new CountedStream()), System.nanoTime())).isFalse();
		stream.count.incrementAndGet();
		assertThat(reader.join(LIMIT)).isTrue();
		assertThat(watch.isOwn()).isTrue();
		await().until(() -> this.watcher.isLone(watch, System.nanoTime()));
		assertThat(this.watcher.isLone(watch(stream), System.nanoTime())).isFalse();
	}

	@Test
	void oneThreadAwaitsManyStreams() {
		List<CountedStream> streams = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			streams.add(new CountedStream());
			assertThat(watch(streams.getLast(), false).begin(Thread.currentThread(), 0)).isTrue();
		}
		for (int i = 0; i < 100; i++) {
			StreamWatch watch = this.watches.get(i);
			assertThat(watch.isAwaited()).isTrue();
			streams.get(i).count.incrementAndGet();
			while (watch.isAwaited()) {
				LockSupport.park(this);
			}
			assertThat(this.watches.stream().filter(Watch::isAwaited)).hasSize(99 - i);
		}
	}

	private StreamWatch watch(CountedStream stream) {
		return watch(stream, true);
	}

	private StreamWatch watch(CountedStream stream, boolean looking) {
		StreamWatch watch = this.watcher.watch(stream, looking);
		this.watches.add(watch);
		return watch;
	}

	/** Returns once it is looked for on behalf of the reader. */
	private Thread waitFor(CountedStream stream) {
		int looks = stream.looks.get();
		int count = stream.count.get();
		StreamWatch watch = watch(stream);
		Thread reader = Thread.ofPlatform().daemon().start(() -> this.watcher.await(watch, count, LONG));
		await().until(() -> reader.getState() == Thread.State.TIMED_WAITING && stream.looks.get() > looks + 3);
		return reader;
	}

	/** What a reader has seen, and how much it has still to. */
	private static final class CountDown {

		private final int end;

		private volatile int seen;

		CountDown(int end) {
			this.end = end;
		}

		void read(int count) {
			this.seen = count;
		}

		int seen() {
			return this.seen;
		}

		int left() {
			return this.end - this.seen;
		}

	}

	/** Which threads have looked, and how often. */
	private static final class CountedStream implements WatchedStream {

		static final int CLOSED = -1;

		final AtomicInteger count = new AtomicInteger();

		final AtomicInteger looks = new AtomicInteger();

		private final Set<Thread> lookers = ConcurrentHashMap.newKeySet();

		Set<Thread> watchers() {
			return this.lookers;
		}

		@Override
		public long count() {
			this.lookers.add(Thread.currentThread());
			this.looks.incrementAndGet();
			if (this.count.get() == CLOSED) {
				throw new IllegalStateException("Closed");
			}
			return this.count.get();
		}

		@Override
		public long capacity() {
			return 8;
		}

		@Override
		public long writer() {
			return 1;
		}

	}

}
