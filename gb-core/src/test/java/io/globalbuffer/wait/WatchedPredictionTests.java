// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who looks for the samples of those that predict.
 */
class WatchedPredictionTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final long LONG = TimeUnit.SECONDS.toNanos(60);

	private final List<Thread> readers = new ArrayList<>();

	/** Other tests may have left streams behind, for a second. */
	private static void awaitLoneliness() {
		await().pollDelay(Duration.ofMillis(50))
			.atMost(LIMIT)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("globalbuffer-streams")));
	}

	@AfterEach
	void end() throws InterruptedException {
		for (Thread reader : this.readers) {
			reader.interrupt();
			reader.join();
		}
	}

	@Test
	void aReaderThatIsAloneLooksByItself() {
		awaitLoneliness();
		CountedStream stream = new CountedStream();
		Thread reader = read(stream);
		for (int sample = 1; sample <= 10; sample++) {
			int awaited = stream.count.incrementAndGet();
			await().pollInterval(Duration.ofMillis(1)).until(() -> stream.read.get() == awaited);
		}
		assertThat(stream.lookers).containsExactly(reader);
	}

	@Test
	void whatHasBeenSilentForLongIsLookedAtByAnotherThread() {
		CountedStream stream = new CountedStream();
		read(stream);
		await().until(() -> stream.lookers.size() == 2);
		stream.count.incrementAndGet();
		await().atMost(LIMIT).until(() -> stream.read.get() == 1);
	}

	@Test
	void oneThreadLooksForTwo() {
		CountedStream one = new CountedStream();
		CountedStream other = new CountedStream();
		Set<Thread> own = Set.of(read(one), read(other));
		for (int sample = 1; sample <= 100; sample++) {
			int awaited = sample;
			one.count.incrementAndGet();
			other.count.incrementAndGet();
			await().pollInterval(Duration.ofMillis(1))
				.until(() -> one.read.get() == awaited && other.read.get() == awaited);
		}
		one.lookers.removeAll(own);
		other.lookers.removeAll(own);
		assertThat(one.lookers).hasSize(1).isEqualTo(other.lookers);
	}

	/** Since it may be the one that the reader did not find. */
	@Test
	void aSampleThatCameSinceTheReaderLookedIsLookedForAgain() throws InterruptedException {
		CountedStream stream = new CountedStream();
		Prediction prediction = new Prediction();
		prediction.reset();
		long before = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
		for (int i = 0; i < 10; i++) {
			prediction.nextPause(stream, before);
		}
		stream.count.incrementAndGet();
		prediction.pause(stream, LONG);
		assertThat(stream.lookers).containsExactly(Thread.currentThread());
	}

	/** Reads one sample after the other. */
	private Thread read(CountedStream stream) {
		Thread reader = Thread.ofPlatform().daemon().start(() -> {
			Prediction prediction = new Prediction();
			try {
				while (true) {
					prediction.reset();
					while (stream.count.get() == stream.read.get()) {
						prediction.pause(stream, LONG);
					}
					prediction.arrived(stream);
					stream.read.incrementAndGet();
				}
			}
			catch (InterruptedException ex) {
				// the end of the test
			}
		});
		this.readers.add(reader);
		return reader;
	}

	/** Which threads have looked. */
	private static final class CountedStream implements AwaitedStream {

		final AtomicInteger count = new AtomicInteger();

		final AtomicInteger read = new AtomicInteger();

		final Set<Thread> lookers = ConcurrentHashMap.newKeySet();

		@Override
		public long count() {
			this.lookers.add(Thread.currentThread());
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

		@Override
		public boolean wakes() {
			return false;
		}

		@Override
		public void sleep(long nanos) {
			throw new IllegalStateException("Nothing wakes who sleeps here");
		}

	}

}
