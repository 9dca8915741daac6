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
 * A reader that does not look again once it has said that it is about to sleep. This one
 * must be seen to fail.
 */
@JCStressTest
@State
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "no sleep was begun, or each was ended")
@Outcome(id = StressedWord.LOST, expect = Expect.FORBIDDEN, desc = "the lost wake that is to be found")
public class NoSecondLookBroken {

	private final Rounds rounds = new Rounds();

	private final StressedWord word = new StressedWord();

	private final StressedWord.Reader reader = this.word.newReader();

	@Actor
	public void write() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOther();
			this.word.publish();
			this.rounds.meetOther();
		}
	}

	@Actor
	public void sleep() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOne();
			this.reader.sleepWithoutSecondLook();
			this.rounds.meetOne();
			this.reader.see();
		}
	}

	@Arbiter
	public void look(L_Result result) {
		result.r1 = this.reader.outcome();
	}

}
