// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.StartPosition;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A round of {@link UnmappingProcess}: handles, and threads that use them until they are
 * told that their handle is closed.
 */
final class UnmappingStage {

	static final int WORDS = 64;

	private static final int USES = 50;

	private static final long LIMIT_MILLIS = 20_000;

	final Path directory;

	private final List<Thread> users = new ArrayList<>();

	private final List<CountDownLatch> started = new ArrayList<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	UnmappingStage(Path directory) {
		this.directory = directory;
	}

	WriterBuilder<ArrayWriter<long[]>> create() {
		return GlobalBuffer.create("u", ArraySpec.of(DType.INT64, WORDS))
			.directory(this.directory)
			.capacity(3)
			.reservationTimeout(Duration.ZERO)
			.onExisting(OnExisting.REPLACE);
	}

	ReaderBuilder attach() {
		return GlobalBuffer.attach("u").directory(this.directory).startFrom(StartPosition.OLDEST);
	}

	/** Reads with a target of its own. */
	static Callable<Long> latest(ArrayReader<long[]> reader) {
		long[] target = new long[WORDS];
		return () -> reader.latestInto(target);
	}

	static Callable<Long> next(ArrayReader<long[]> reader) {
		long[] target = new long[WORDS];
		return () -> reader.nextInto(target, Duration.ZERO);
	}

	static Callable<Long> batches(ArrayReader<long[]> reader) {
		long[] target = new long[3 * WORDS];
		return () -> (long) reader.nextBatchInto(target, Duration.ZERO);
	}

	static Callable<Long> write(ArrayWriter<long[]> writer) {
		long[] sample = new long[WORDS];
		return () -> writer.write(sample);
	}

	/** Does something again and again in a thread of its own, until it must not. */
	void use(Callable<?> use) {
		CountDownLatch uses = new CountDownLatch(USES);
		Thread user = Thread.ofPlatform().daemon().start(() -> {
			try {
				while (!Thread.interrupted()) {
					use(use, uses);
				}
			}
			catch (BufferClosedException | BufferLostException ex) {
				// as it should be
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
			while (uses.getCount() > 0) {
				uses.countDown();
			}
		});
		this.users.add(user);
		this.started.add(uses);
	}

	private static void use(Callable<?> use, CountDownLatch uses) throws Exception {
		try {
			use.call();
		}
		catch (BufferContendedException ex) {
			// of a writer without pauses
		}
		uses.countDown();
	}

	/** Waits until each of them has done it a few times. */
	void awaitUse() throws InterruptedException {
		for (CountDownLatch uses : this.started) {
			require(uses.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS), "A thread does nothing");
		}
	}

	/** Waits until each of them has ended. */
	void awaitEnd() throws Exception {
		for (Thread user : this.users) {
			user.join(LIMIT_MILLIS);
			require(!user.isAlive(), "A thread goes on with a handle that is closed");
		}
		Throwable failure = this.failures.poll();
		if (failure != null) {
			throw new AssertionError("A thread failed", failure);
		}
	}

	static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

}
