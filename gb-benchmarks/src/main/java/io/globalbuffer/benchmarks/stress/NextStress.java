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
 * A writer goes round a ring of two while a reader follows it: samples come whole and in
 * order, and delivered and lost ones add up, after each sample and in the end.
 */
@JCStressTest
@State
@Outcome(id = "(empty|unstable|[0-4]), (empty|unstable|[0-4]), exact", expect = Expect.ACCEPTABLE,
		desc = "whole samples in order, all accounted for")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, out of order, or lost without being counted")
public class NextStress {

	private final StressedRing ring = new StressedRing(2);

	private final StressedRing.Reader reader = this.ring.newReader();

	@Actor
	public void write() {
		for (int i = 0; i < 5; i++) {
			this.ring.write();
		}
	}

	@Actor
	public void read(LLL_Result result) {
		result.r1 = this.reader.next();
		result.r2 = this.reader.next();
	}

	@Arbiter
	public void drain(LLL_Result result) {
		result.r3 = this.reader.drain();
	}

}
