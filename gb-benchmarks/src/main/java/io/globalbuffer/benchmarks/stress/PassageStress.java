// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * One thread enters a passage and another one visits it, while a third closes it: nobody
 * is inside once it has said that nobody is.
 */
@JCStressTest
@State
@Outcome(id = "mapped, mapped", expect = Expect.ACCEPTABLE, desc = "the memory stays for as long")
@Outcome(expect = Expect.FORBIDDEN, desc = "a thread is inside when the memory goes")
public class PassageStress {

	private final StressedPassage passage = new StressedPassage();

	@Actor
	public void enter(LL_Result result) {
		result.r1 = this.passage.enter();
	}

	@Actor
	public void visit(LL_Result result) {
		result.r2 = this.passage.visit();
	}

	@Actor
	public void close() {
		this.passage.close();
	}

}
