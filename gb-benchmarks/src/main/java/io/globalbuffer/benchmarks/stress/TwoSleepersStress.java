// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Two readers go to sleep at once before a writer publishes: whichever of them says so
 * first, both are woken. One of them shares the writer's thread, so that two cores are
 * enough: jcstress leaves out what needs more than there are.
 */
@JCStressTest
@State
@Outcome(id = "woken, woken", expect = Expect.ACCEPTABLE, desc = "no sleep was begun, or each was ended")
@Outcome(expect = Expect.FORBIDDEN, desc = "one slept while a sample was there")
public class TwoSleepersStress {

	private final Rounds rounds = new Rounds();

	private final StressedWord word = new StressedWord();

	private final StressedWord.Reader one = this.word.newReader();

	private final StressedWord.Reader other = this.word.newReader();

	@Actor
	public void sleepAndWrite() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOther();
			this.one.sleep();
			this.word.publish();
			this.rounds.meetOther();
			this.one.see();
		}
	}

	@Actor
	public void sleep() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOne();
			this.other.sleep();
			this.rounds.meetOne();
			this.other.see();
		}
	}

	@Arbiter
	public void look(LL_Result result) {
		result.r1 = this.one.outcome();
		result.r2 = this.other.outcome();
	}

}
