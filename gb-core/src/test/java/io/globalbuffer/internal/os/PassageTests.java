// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Who is inside a passage, and what bars it.
 */
class PassageTests {

	private static final int ROUNDS = 2000;

	private final Passage passage = new Passage(Passage.ANY_THREAD);

	private long unmapped;

	@Test
	void whoIsInsideIsSeen() {
		assertThat(this.passage.isEmpty()).isTrue();
		assertThat(this.passage.tryEnter()).isTrue();
		assertThat(this.passage.isEmpty()).isFalse();
		this.passage.leave();
		assertThat(this.passage.isEmpty()).isTrue();
	}

	@Test
	void twoThreadsVisitBesideTheOneThatIsInside() throws Exception {
		assertThat(this.passage.tryEnter()).isTrue();
		Passage.Visit first = visit(Passage.CLOSED);
		Passage.Visit second = inThread(() -> visit(Passage.CLOSED));
		assertThat(second).isNotSameAs(first);
		assertThat(inThread(() -> this.passage.tryVisit(Passage.CLOSED))).isNull();
		this.passage.leave();
		first.end();
		assertThat(this.passage.isEmpty()).isFalse();
		second.end();
		assertThat(this.passage.isEmpty()).isTrue();
		assertThat(inThread(() -> this.passage.tryVisit(Passage.CLOSED))).isSameAs(second);
	}

	@Test
	void theThreadThatNeedNotHoldTheCursorLeavesTheOneThatDoesInside() {
		Passage.Visit holders = Objects.requireNonNull(this.passage.tryPass(true));
		assertThat(this.passage.isPassedUnheld()).isFalse();
		Passage.Visit biased = Objects.requireNonNull(this.passage.tryPass(false));
		assertThat(this.passage.isPassedUnheld()).isTrue();
		biased.end();
		assertThat(this.passage.isPassedUnheld()).isFalse();
		assertThat(this.passage.isEmpty()).isFalse();
		holders.end();
		assertThat(this.passage.isEmpty()).isTrue();
		this.passage.close();
		assertThat(this.passage.tryPass(true)).isNull();
		assertThat(this.passage.tryPass(false)).isNull();
	}

	private Passage.Visit visit(int against) {
		return Objects.requireNonNull(this.passage.tryVisit(against));
	}

	private static <V extends @Nullable Object> V inThread(Callable<V> call) throws Exception {
		FutureTask<V> task = new FutureTask<>(call);
		Thread.ofPlatform().daemon().start(task);
		return task.get(10, TimeUnit.SECONDS);
	}

	@Test
	void aClosedPassageLetsNobodyIn() {
		assertThat(this.passage.close()).isTrue();
		assertThat(this.passage.tryEnter()).isFalse();
		assertThat(this.passage.tryVisit(Passage.CLOSED)).isNull();
		assertThatIllegalStateException().isThrownBy(this.passage::enter);
		assertThat(this.passage.isEmpty()).isTrue();
	}

	@Test
	void closingSaysThatSomebodyIsInside() {
		assertThat(this.passage.tryEnter()).isTrue();
		assertThat(this.passage.close()).isFalse();
		this.passage.leave();
		assertThat(this.passage.isEmpty()).isTrue();
	}

	@Test
	void lostMemoryBarsThoseThatWouldTrustIt() {
		this.passage.bar(Passage.LOST);
		assertThat(this.passage.tryEnter()).isFalse();
		this.passage.enter();
		this.passage.leave();
	}

	@Test
	void aNameThatLeadsElsewhereBarsThoseThatFollow() {
		this.passage.bar(Passage.LEFT);
		assertThat(this.passage.tryVisit(Passage.CLOSED | Passage.LEFT)).isNull();
		visit(Passage.CLOSED).end();
		this.passage.unbar(Passage.LEFT);
		assertThat(this.passage.tryVisit(Passage.CLOSED | Passage.LEFT)).isNotNull();
	}

	@Test
	void anotherThreadIsRefusedByThePassageOfOne() {
		Passage own = new Passage(Thread.currentThread().threadId());
		Passage others = new Passage(-1);
		assertThat(own.tryEnter()).isTrue();
		assertThat(others.isOwn()).isFalse();
		assertThat(others.tryEnter()).isFalse();
		assertThat(others.isEmpty()).isTrue();
	}

	/** There is no fence between a thread's saying that it is inside and its look. */
	@Test
	void nobodyIsInsideOnceClosingHasSaidSo() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			Passage closed = new Passage(Passage.ANY_THREAD);
			this.unmapped = 0;
			CountDownLatch running = new CountDownLatch(1);
			FutureTask<Long> user = new FutureTask<>(() -> use(closed, running));
			Thread.ofPlatform().daemon().start(user);
			running.await();
			assertThat(closed.close()).isTrue();
			this.unmapped = 1;
			assertThat(user.get(10, TimeUnit.SECONDS)).isZero();
		}
	}

	private long use(Passage used, CountDownLatch running) {
		long seen = 0;
		while (used.tryEnter()) {
			seen |= this.unmapped;
			used.leave();
			running.countDown();
		}
		return seen;
	}

}
