// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * A writer goes round a ring of two before two readers with a cursor each: neither takes
 * anything from the other. One of them shares the writer's thread, so that two cores are
 * enough: jcstress leaves out what needs more than there are.
 */
@JCStressTest
@State
@Outcome(id = "[0-4], (empty|unstable|[0-4]), exact, exact", expect = Expect.ACCEPTABLE,
		desc = "whole samples in order, all accounted for by each reader")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, out of order, or lost without being counted")
public class TwoReadersStress {

	private final StressedRing ring = new StressedRing(2);

	private final StressedRing.Reader one = this.ring.newReader();

	private final StressedRing.Reader other = this.ring.newReader();

	@Actor
	public void writeAndReadOne(LLLL_Result result) {
		for (int i = 0; i < 4; i++) {
			this.ring.write();
		}
		result.r1 = this.one.next();
		this.ring.write();
	}

	@Actor
	public void readOther(LLLL_Result result) {
		result.r2 = this.other.next();
	}

	@Arbiter
	public void drain(LLLL_Result result) {
		result.r3 = this.one.drain();
		result.r4 = this.other.drain();
	}

}
