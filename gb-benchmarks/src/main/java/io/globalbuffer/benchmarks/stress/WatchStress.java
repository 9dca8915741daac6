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
 * A reader parks again as soon as it is woken, and a writer publishes: the thread that
 * sleeps for the reader notices the sample. The writer shares the reader's thread, so that
 * two cores are enough.
 */
@JCStressTest
@State
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "it did not park, or will be woken")
@Outcome(expect = Expect.FORBIDDEN, desc = "it was parked while a sample was there")
public class WatchStress {

	private final Rounds rounds = new Rounds();

	private final StressedWord word = new StressedWord();

	private final StressedWord.WatchedReader reader = this.word.newWatchedReader();

	@Actor
	public void watch() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.reader.begin();
			this.rounds.meetOther();
			this.reader.wake();
			this.rounds.meetOther();
			this.reader.see();
		}
	}

	@Actor
	public void readAndWrite() {
		for (int i = 0; i < Rounds.COUNT; i++) {
			this.rounds.meetOne();
			this.reader.readAndPark();
			this.word.publish();
			this.rounds.meetOne();
		}
	}

	@Arbiter
	public void look(L_Result result) {
		result.r1 = this.reader.outcome();
	}

}
