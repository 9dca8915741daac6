// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterBuilder;
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

	private static final long LIMIT_SECONDS = 60;

	private final String name;

	private final int capacity;

	private final PythonPeer peer;

	private final Map<Long, Long> totals = new ConcurrentHashMap<>();

	private long segment;

	private int round;

	private volatile boolean stopped;

	private Writing writing;

	/**
	 * Open the first writer, which writes at once.
	 * @param name the buffer's name
	 * @param capacity how many samples a reader may fall behind
	 * @param peer writes some of the segments
	 */
	public ReplacedWriter(String name, int capacity, PythonPeer peer) {
		this.name = name;
		this.capacity = capacity;
		this.peer = peer;
		this.writing = java(builder().open());
	}

	/**
	 * Lets another writer go on: takes the segment over, takes it over once more, has it
	 * replaced by Java, has it removed and created by Python, takes that over, and so on.
	 */
	public void change() {
		this.round++;
		long written = end();
		switch (this.round % ROUNDS) {
			case 3 -> {
				this.totals.put(this.segment++, written);
				this.writing = java(builder().onExisting(OnExisting.REPLACE).open());
			}
			case 4 -> {
				this.totals.put(this.segment++, written);
				GlobalBuffer.unlink(this.name);
				this.writing = python();
			}
			default -> this.writing = java(builder().open());
		}
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

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return WriterChild.builder(this.name, ResumedStream.SPEC, this.capacity);
	}

	private Writing java(ArrayWriter<long[]> writer) {
		FutureTask<Long> task = new FutureTask<>(() -> {
			try (writer) {
				long next = WriterChild.nextSequence(writer);
				long[] values = writer.spec().newArray();
				while (!this.stopped) {
					for (int i = 0; i < BURST; i++) {
						Arrays.fill(values, this.segment * ResumedStream.SEGMENT + next);
						assertThat(writer.write(values)).isEqualTo(next);
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
		PeerWriter writer = this.peer.createArray(this.name, "int64", this.capacity, ResumedStream.SPEC.length());
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
