// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.soak.SoakStream.NumberedWriter;

/**
 * A thread that writes a stream, in bursts that lap readers now and then, and opens it
 * again when it is told to.
 */
final class WritingThread {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

	private static final int BURST = 8;

	/** One burst of so many is longer than the ring. */
	private static final int LONG_BURSTS = 100;

	private final SoakStream stream;

	private final Supplier<NumberedWriter> opening;

	private final Thread thread;

	private final AtomicInteger starts = new AtomicInteger();

	private volatile boolean restarting;

	private volatile boolean stopping;

	private volatile @Nullable Throwable failure;

	/** In segments that were replaced. */
	private long writtenBefore;

	private volatile long written;

	private WritingThread(SoakStream stream, Supplier<NumberedWriter> opening) {
		this.stream = stream;
		this.opening = opening;
		this.thread = Thread.ofPlatform().daemon().name("soak-" + stream.buffer()).unstarted(this::run);
	}

	static WritingThread start(SoakStream stream, Supplier<NumberedWriter> opening) {
		WritingThread writing = new WritingThread(stream, opening);
		writing.thread.start();
		return writing;
	}

	/** Has it close the stream and open it again. */
	void restart() {
		this.restarting = true;
	}

	/** Ends it, with the stream closed. */
	void stop() throws InterruptedException {
		this.stopping = true;
		this.thread.join();
		if (this.failure != null) {
			throw new AssertionError("The writer of " + this.stream + " has failed", this.failure);
		}
	}

	SoakStream stream() {
		return this.stream;
	}

	/** How often it has opened the stream. */
	int starts() {
		return this.starts.get();
	}

	/** How many samples were written in all segments of the stream. */
	long written() {
		return this.written;
	}

	private void run() {
		try {
			while (!this.stopping) {
				writeUntilRestart();
			}
		}
		catch (RuntimeException | Error ex) {
			this.failure = ex;
		}
	}

	private void writeUntilRestart() {
		this.restarting = false;
		try (NumberedWriter writer = this.opening.get()) {
			if (writer.count() == 0) {
				// a new segment, not one that is gone on with
				this.writtenBefore = this.written;
			}
			this.starts.incrementAndGet();
			ThreadLocalRandom random = ThreadLocalRandom.current();
			while (!this.stopping && !this.restarting) {
				boolean longer = random.nextInt(LONG_BURSTS) == 0;
				for (int left = longer ? 2 * this.stream.capacity() : 1 + random.nextInt(BURST); left > 0; left--) {
					writer.write();
				}
				this.written = this.writtenBefore + writer.count();
				LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
			}
		}
	}

}
