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
 * A writer aborts reservations in a ring of capacity 1: what it wrote into them is never
 * seen, neither as a new sample nor as the one the slot held before, which a reader may
 * have chosen just before that left the window.
 */
@JCStressTest
@State
@Outcome(id = "(empty|unstable|[0-3]), (empty|unstable|[0-3]), exact", expect = Expect.ACCEPTABLE,
		desc = "committed samples only, all accounted for")
@Outcome(expect = Expect.FORBIDDEN, desc = "aborted bytes were seen, or a sample was lost without being counted")
public class AbortStress {

	private final StressedRing ring = new StressedRing(1);

	private final StressedRing.Reader reader = this.ring.newReader();

	public AbortStress() {
		this.ring.write();
	}

	@Actor
	public void writeAndAbort() {
		for (int i = 0; i < 3; i++) {
			this.ring.write();
			this.ring.writeAndAbort();
		}
	}

	@Actor
	public void read(LLL_Result result) {
		result.r1 = this.reader.next();
		result.r2 = this.reader.latest();
	}

	@Arbiter
	public void drain(LLL_Result result) {
		result.r3 = this.reader.drain();
	}

}
