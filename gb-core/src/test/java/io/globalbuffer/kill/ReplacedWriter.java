// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The writers of one stream, one after the other: they take the segment over, or put
 * another one in its place. The values of a sample are its segment's number and its
 * sequence, see {@link ResumedStream}.
 */
public final class ReplacedWriter implements AutoCloseable {

	private static final Duration PERIOD = Duration.ofNanos(100_000);

	private static final int BURST = 40;

	/** After so many changes each way to change was there. */
	public static final int ROUNDS = 5;

	private static final Duration TAKE_OVER_TIMEOUT = Duration.ofSeconds(20);

	private static final long LIMIT_SECONDS = 60;

	private final String name;

	private final int capacity;

	private final PythonPeer peer;

	private final NumberedSamples<?> samples;

	private final Map<Long, Long> totals = new ConcurrentHashMap<>();

	private long segment;

	private int round;

	private volatile boolean stopped;

	private Writing writing;

	/**
	 * Open the first writer of arrays, which writes at once.
	 * @param name the buffer's name
	 * @param capacity how many samples a reader may fall behind
	 * @param peer writes some of the segments
	 */
	public ReplacedWriter(String name, int capacity, PythonPeer peer) {
		this(name, capacity, peer, NumberedSamples.ARRAYS);
	}

	/**
	 * Open the first writer, which writes at once.
	 * @param name the buffer's name
	 * @param capacity how many samples a reader may fall behind
	 * @param peer writes some of the segments
	 * @param samples what it writes
	 */
	public ReplacedWriter(String name, int capacity, PythonPeer peer, NumberedSamples<?> samples) {
		this.name = name;
		this.capacity = capacity;
		this.peer = peer;
		this.samples = samples;
		this.writing = java(this.samples, OnExisting.TAKE_OVER);
	}

	/**
	 * Lets another writer go on: takes the segment over, takes it over once more, has it
	 * replaced by Java, has it removed and created by Python, takes that over (or
	 * replaces it where that has another schema), and so on.
	 */
	public void change() {
		this.round++;
		long written = end();
		switch (this.round % ROUNDS) {
			case 3 -> replace(written);
			case 4 -> {
				this.totals.put(this.segment++, written);
				GlobalBuffer.unlink(this.name);
				this.writing = python();
			}
			case 0 -> {
				if (this.samples.haveOneSchema()) {
					takeOver();
				}
				else {
					replace(written);
				}
			}
			default -> takeOver();
		}
	}

	private void replace(long written) {
		this.totals.put(this.segment++, written);
		this.writing = java(this.samples, OnExisting.REPLACE);
	}

	private void takeOver() {
		this.writing = java(this.samples, OnExisting.TAKE_OVER);
	}

	/**
	 * Ends the last writer.
	 * @return how many samples its segment has
	 */
	public long end() {
		this.stopped = true;
		try {
			long written = this.writing.end();
			this.writing = () -> written;
			return written;
		}
		catch (ExecutionException | InterruptedException | TimeoutException ex) {
			throw new IllegalStateException("The writer does not end", ex);
		}
		finally {
			this.stopped = false;
		}
	}

	/**
	 * The number of the last segment.
	 * @return a number from 0
	 */
	public long segment() {
		return this.segment;
	}

	/**
	 * Samples in each segment that was left.
	 * @return counts by the number of the segment
	 */
	public Map<Long, Long> totals() {
		return Map.copyOf(this.totals);
	}

	private <T> Writing java(NumberedSamples<T> numbered, OnExisting onExisting) {
		BufferWriter<T> opened = numbered.builder()
			.apply(this.name)
			.capacity(this.capacity)
			.onExisting(onExisting)
			.takeOverTimeout(TAKE_OVER_TIMEOUT)
			.open();
		FutureTask<Long> task = new FutureTask<>(() -> {
			try (BufferWriter<T> writer = opened) {
				long next = WriterChild.nextSequence(writer);
				while (!this.stopped) {
					for (int i = 0; i < BURST; i++) {
						T sample = numbered.sample().apply(this.segment * ResumedStream.SEGMENT + next);
						assertThat(writer.write(sample)).isEqualTo(next);
						next++;
					}
					LockSupport.parkNanos(PERIOD.toNanos() * BURST);
				}
				return next;
			}
		});
		Thread.ofPlatform().daemon().name("writer").start(task);
		return () -> task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
	}

	private Writing python() {
		PeerWriter writer = this.samples.python().create(this.peer, this.name, this.capacity);
		PeerReply<Long> reply = writer.fillUntilNextCommand(this.segment * ResumedStream.SEGMENT, PERIOD);
		return () -> {
			// the next command ends the loop, and nothing of it is open then
			writer.close();
			return reply.await();
		};
	}

	@Override
	public void close() {
		end();
		GlobalBuffer.unlink(this.name);
	}

	/**
	 * A writer at work.
	 */
	@FunctionalInterface
	private interface Writing {

		/**
		 * Ends it.
		 * @return samples in the segment
		 */
		long end() throws ExecutionException, InterruptedException, TimeoutException;

	}

}
