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
 * A writer publishes while a reader goes to sleep: the reader sees the sample, or the
 * writer sees the reader.
 */
@JCStressTest
@State
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "no sleep was begun, or each was ended")
@Outcome(expect = Expect.FORBIDDEN, desc = "it slept while a sample was there")
public class SleeperStress {

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
