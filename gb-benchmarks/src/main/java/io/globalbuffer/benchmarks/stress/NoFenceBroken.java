// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A writer without the fence between its count and its look for sleepers: even a
 * processor that keeps stores in order lets the look pass the count. This one must be
 * seen to fail.
 */
@JCStressTest
@State
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "no sleep was begun, or each was ended")
@Outcome(id = StressedWord.LOST, expect = Expect.FORBIDDEN, desc = "the lost wake that is to be found")
public class NoFenceBroken {

	private final Rounds rounds = new Rounds();

	private final StressedWord word = new StressedWord();

	private final StressedWord.Reader reader = this.word.newReader();

	@Actor
	public void write() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOther();
			this.word.publishWithoutFence();
			this.rounds.meetOther();
		}
	}

	@Actor
	public void sleep() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOne();
			this.reader.sleep();
			this.rounds.meetOne();
			this.reader.see();
		}
	}

	@Arbiter
	public void look(L_Result result) {
		result.r1 = this.reader.outcome();
	}

}
