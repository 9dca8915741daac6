// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Looking on behalf of readers of silent streams.
 */
class SilentStreamsTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(60);

	private final SilentStreams streams = new SilentStreams();

	@Test
	void aSampleEndsTheWaitOfItsReadersOnly() throws InterruptedException {
		CountedStream written = new CountedStream();
		CountedStream silent = new CountedStream();
		List<Thread> readers = List.of(waitFor(written), waitFor(written));
		Thread other = waitFor(silent);
		written.count.incrementAndGet();
		for (Thread reader : readers) {
			assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
		}
		assertThat(other.isAlive()).isTrue();
		other.interrupt();
		other.join();
	}

	@Test
	void aSampleThatCameSinceTheReaderLookedEndsTheWait() throws InterruptedException {
		CountedStream stream = new CountedStream();
		stream.count.set(1);
		Thread reader = Thread.ofPlatform()
			.daemon()
			.start(() -> this.streams.await(new SilentStreams.Watch(), stream, 0, LONG));
		assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void aSampleThatCameSinceTheReaderLookedIsNoSilence() throws InterruptedException {
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

	@Test
	void manyReadersAreLookedForByOneThreadThatEndsAfterThem() throws InterruptedException {
		CountedStream stream = new CountedStream();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			readers.add(waitFor(stream));
		}
		assertThat(stream.lookers).hasSize(1);
		stream.count.incrementAndGet();
		for (Thread reader : readers) {
			reader.join();
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> stream.lookers.stream().noneMatch(Thread::isAlive));
		Thread again = waitFor(stream);
		stream.count.incrementAndGet();
		assertThat(again.join(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void aStreamThatCannotBeLookedAtEndsTheWait() throws InterruptedException {
		CountedStream stream = new CountedStream();
		Thread reader = waitFor(stream);
		stream.count.set(CountedStream.CLOSED);
		assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void whatWasSilentIsStillWaitedForAfterALongTime() throws InterruptedException {
		CountedStream stream = new CountedStream();
		Prediction prediction = new Prediction();
		Thread reader = Thread.ofPlatform().start(() -> {
			prediction.reset();
			try {
				while (stream.count() == 0) {
					prediction.pause(stream, LONG);
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		await().until(() -> stream.lookers.size() == 2);
		stream.count.incrementAndGet();
		assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
	}

	/** Returns once it is looked for on behalf of the reader. */
	private Thread waitFor(CountedStream stream) {
		int looks = stream.looks.get();
		int count = stream.count.get();
		Thread reader = Thread.ofPlatform()
			.daemon()
			.start(() -> this.streams.await(new SilentStreams.Watch(), stream, count, LONG));
		await().until(() -> reader.getState() == Thread.State.TIMED_WAITING && stream.looks.get() > looks + 3);
		return reader;
	}

	/** Which threads have looked, and how often. */
	private static final class CountedStream implements AwaitedStream {

		static final int CLOSED = -1;

		final AtomicInteger count = new AtomicInteger();

		final AtomicInteger looks = new AtomicInteger();

		final Set<Thread> lookers = ConcurrentHashMap.newKeySet();

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
