// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A writer goes round a ring of capacity 1 while a reader looks at the newest sample and
 * at the next one where they lie, without a copy: what a validated look saw is one
 * sample.
 */
@JCStressTest
@State
@Outcome(id = "(empty|unstable|[0-4]), (empty|unstable|[0-4]), exact", expect = Expect.ACCEPTABLE,
		desc = "whole samples in order, all accounted for")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, out of order, or lost without being counted")
public class ViewStress {

	private final StressedRing ring = new StressedRing(1);

	private final StressedRing.Reader viewer = this.ring.newViewer(new WordsInPlace());

	@Actor
	public void write() {
		for (int i = 0; i < 5; i++) {
			this.ring.write();
		}
	}

	@Actor
	public void look(LLL_Result result) {
		result.r1 = this.viewer.latest();
		result.r2 = this.viewer.next();
	}

	@Arbiter
	public void drain(LLL_Result result) {
		result.r3 = this.viewer.drain();
	}

}
