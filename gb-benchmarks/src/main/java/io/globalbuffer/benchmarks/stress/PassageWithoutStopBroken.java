// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A passage that is closed without stopping the threads. This one must be seen to fail.
 */
@JCStressTest
@State
@Outcome(id = "mapped", expect = Expect.ACCEPTABLE, desc = "the memory stays for as long")
@Outcome(id = StressedPassage.TORN, expect = Expect.FORBIDDEN, desc = "the memory that goes, which is to be found")
public class PassageWithoutStopBroken {

	private final StressedPassage passage = new StressedPassage();

	@Actor
	public void enter(L_Result result) {
		result.r1 = this.passage.enter();
	}

	@Actor
	public void close() {
		this.passage.closeWithoutStop();
	}

}
