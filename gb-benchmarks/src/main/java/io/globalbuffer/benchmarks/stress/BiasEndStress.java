// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The thread to which a cursor is biased reads while another one takes the cursor for
 * good: it is not inside while that one holds the cursor.
 */
@JCStressTest
@State
@Outcome(id = "alone", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "two threads read with one cursor")
public class BiasEndStress {

	private final StressedBias bias = new StressedBias();

	@Actor
	public void read(L_Result result) {
		result.r1 = this.bias.read();
	}

	@Actor
	public void take() {
		this.bias.take();
	}

}
