// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A thread visits a passage, as those that read the newest sample do, while another one
 * closes it: it is not inside once closing has said that nobody is.
 */
@JCStressTest
@State
@Outcome(id = "mapped", expect = Expect.ACCEPTABLE, desc = "the memory stays for as long")
@Outcome(expect = Expect.FORBIDDEN, desc = "a thread is inside when the memory goes")
public class VisitStress {

	private final StressedPassage passage = new StressedPassage();

	@Actor
	public void visit(L_Result result) {
		result.r1 = this.passage.visit();
	}

	@Actor
	public void close() {
		this.passage.close();
	}

}
