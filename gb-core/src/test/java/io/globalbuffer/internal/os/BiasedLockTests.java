// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lock that one thread need not take: whom it is biased to, and who is kept out.
 */
class BiasedLockTests {

	private static final int ROUNDS = 2000;

	private static final long CALLS = 1000;

	private final Passage passage = new Passage(Passage.ANY_THREAD);

	private final BiasedLock lock = new BiasedLock(this.passage::isPassedUnheld);

	private final long here = Thread.currentThread().threadId();

	private long reads;

	@Test
	void theThreadThatTookItFirstNeedNotTakeIt() throws Exception {
		assertThat(this.lock.isBiased()).isFalse();
		takeAndRelease();
		assertThat(this.lock.isBiased()).isTrue();
		assertThat(this.lock.mayStay()).isTrue();
		assertThat(inThread(this.lock::isBiased)).isFalse();
	}

	@Test
	void whoHoldsItDoesNotGetItAgain() {
		assertThat(this.lock.take(this.here)).isEqualTo(BiasedLock.NONE);
		assertThat(this.lock.take(this.here)).isEqualTo(this.here);
		assertThat(this.lock.mayStay()).isFalse();
		assertThat(this.lock.holder()).isEqualTo(this.here);
	}

	@Test
	void anotherThreadThatTakesItEndsTheBias() throws Exception {
		takeAndRelease();
		assertThat(inThread(() -> takeAndRelease() == BiasedLock.NONE && !this.lock.isBiased())).isTrue();
		assertThat(this.lock.isBiased()).isFalse();
		assertThat(this.lock.mayStay()).isFalse();
		assertThat(takeAndRelease()).isEqualTo(BiasedLock.NONE);
		assertThat(inThread(this::takeAndRelease)).isEqualTo(BiasedLock.NONE);
	}

	@Test
	void nobodyTakesItWhileTheFirstThreadIsInside() throws Exception {
		takeAndRelease();
		Passage.Visit visit = Objects.requireNonNull(this.passage.tryPass(false));
		assertThat(inThread(this::takeAndRelease)).isEqualTo(this.here);
		assertThat(inThread(this.lock::tryBorrow)).isFalse();
		assertThat(this.lock.mayStay()).isTrue();
		visit.end();
		assertThat(inThread(this.lock::tryBorrow)).isTrue();
	}

	@Test
	void aMomentLeavesTheBias() throws Exception {
		takeAndRelease();
		assertThat(inThread(this.lock::tryBorrow)).isTrue();
		assertThat(this.lock.mayStay()).isFalse();
		assertThat(this.lock.holder()).isEqualTo(BiasedLock.NONE);
		assertThat(this.lock.take(this.here)).isEqualTo(BiasedLock.BORROWED);
		this.lock.release();
		assertThat(this.lock.mayStay()).isTrue();
		assertThat(this.lock.isBiased()).isTrue();
	}

	@Test
	void withoutBiasEachThreadTakesIt() {
		BiasedLock unbiased = new BiasedLock(this.passage::isPassedUnheld).unbiased();
		assertThat(unbiased.take(this.here)).isEqualTo(BiasedLock.NONE);
		unbiased.release();
		assertThat(unbiased.isBiased()).isFalse();
		assertThat(unbiased.mayStay()).isFalse();
		assertThat(unbiased.tryBorrow()).isTrue();
	}

	/** There is no fence between the first thread's going inside and its look. */
	@Test
	void twoThreadsAreNeverInsideAtOnce() throws Exception {
		int borrowed = 0;
		for (int round = 0; round < ROUNDS; round++) {
			Passage way = new Passage(Passage.ANY_THREAD);
			BiasedLock shared = new BiasedLock(way::isPassedUnheld);
			this.reads = 0;
			CountDownLatch running = new CountDownLatch(1);
			FutureTask<Long> first = new FutureTask<>(() -> readFirst(shared, way, running));
			Thread.ofPlatform().daemon().start(first);
			running.await();
			long added = 0;
			if (shared.tryBorrow()) {
				added = add();
				shared.release();
				borrowed++;
			}
			added += first.get(10, TimeUnit.SECONDS);
			assertThat(this.reads).isEqualTo(added);
		}
		assertThat(borrowed).isPositive();
	}

	private long readFirst(BiasedLock shared, Passage way, CountDownLatch running) {
		shared.take(Thread.currentThread().threadId());
		shared.release();
		long added = 0;
		for (long call = 0; call < CALLS; call++) {
			Passage.Visit visit = Objects.requireNonNull(way.tryPass(false));
			if (shared.mayStay()) {
				added += add();
			}
			visit.end();
			running.countDown();
		}
		return added;
	}

	/** Loses what another thread adds at once. */
	private long add() {
		long before = this.reads;
		Thread.onSpinWait();
		this.reads = before + 1;
		return 1;
	}

	private long takeAndRelease() {
		long other = this.lock.take(Thread.currentThread().threadId());
		if (other == BiasedLock.NONE) {
			this.lock.release();
		}
		return other;
	}

	private static <V> V inThread(Callable<V> call) throws Exception {
		FutureTask<V> task = new FutureTask<>(call);
		Thread.ofPlatform().daemon().start(task);
		return task.get(10, TimeUnit.SECONDS);
	}

}
