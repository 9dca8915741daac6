// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReader.ReadSummary;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Java and a Python reader of one buffer that read every sample in order, and judge
 * each, while its writers are killed.
 */
final class AttachedReaders implements AutoCloseable {

	/** What they read: so long that a copy takes a while. */
	static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1024);

	/** For whatever comes at once if nobody is stuck. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	/** Of readers who are told when to end. */
	private static final Duration LONGEST_RUN = Duration.ofDays(1);

	private final PythonPeer peer;

	private final PeerReader python;

	private final PeerReply<ReadSummary> pythonSummary;

	private final ArrayReader<long[]> java;

	private final FutureTask<ReadSummary> javaSummary = new FutureTask<>(this::readJava);

	/** How many samples there are in all, as soon as that is known. */
	private volatile long total = Long.MAX_VALUE;

	private AttachedReaders(String name, PythonPeer peer) {
		this.java = GlobalBuffer.attach(name).asArray(SPEC);
		this.peer = peer;
		this.python = peer.attach(name);
		this.pythonSummary = this.python.readUntilNextCommand(LONGEST_RUN);
		Thread.ofPlatform().daemon().name("reader").start(this.javaSummary);
	}

	/** Attaches both to a buffer that nobody has written to yet. */
	static AttachedReaders attach(String name, PythonPeer peer) {
		return new AttachedReaders(name, peer);
	}

	/** The sequence of the newest sample that a reader can get right now. */
	long newest() {
		return this.java.latest().map(Sample::sequence).orElse(-1L);
	}

	/**
	 * Waits until both have come to the end, and asserts that each has read or counted as
	 * lost every sample there ever was, whole and in order.
	 * @param total how many there were
	 */
	void assertExact(long total) throws InterruptedException, ExecutionException, TimeoutException {
		this.peer.call("stop", Map.of());
		ReadSummary first = this.pythonSummary.await();
		int left = Math.toIntExact(total - first.delivered() - first.overruns());
		ReadSummary second = this.python.readNextInto(left, LIMIT).await();
		assertExact("Python", joined(first, second), total);
		this.total = total;
		assertExact("Java", this.javaSummary.get(LIMIT.toSeconds(), TimeUnit.SECONDS), total);
	}

	@Override
	public void close() {
		this.java.close();
		this.python.close();
	}

	private static void assertExact(String reader, ReadSummary summary, long total) {
		assertThat(summary).as("what the %s reader has read of %d samples", reader, total)
			.returns(false, ReadSummary::timedOut)
			.returns(0L, ReadSummary::torn)
			.returns(0L, ReadSummary::disordered)
			.returns(total - 1, ReadSummary::last)
			.returns(total - summary.delivered(), ReadSummary::overruns);
	}

	private static ReadSummary joined(ReadSummary first, ReadSummary second) {
		if (second.delivered() == 0) {
			return first;
		}
		long disordered = first.disordered() + second.disordered()
				+ ((first.delivered() > 0 && second.first() <= first.last()) ? 1 : 0);
		return new ReadSummary(first.delivered() + second.delivered(), first.overruns() + second.overruns(),
				first.torn() + second.torn(), disordered, first.first(), second.last(), second.timedOut());
	}

	private ReadSummary readJava() throws InterruptedException {
		return FilledArrays.readNext(this.java, () -> this.total, LONGEST_RUN);
	}

}
