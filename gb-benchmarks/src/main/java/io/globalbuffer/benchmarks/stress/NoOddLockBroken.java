// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The proof that the other tests can fail: a writer that leaves out the odd lock. This
 * one must be seen to fail.
 */
@JCStressTest
@State
@Outcome(id = "empty|unstable|[0-4]", expect = Expect.ACCEPTABLE, desc = "whole samples")
@Outcome(id = StressedRing.TORN, expect = Expect.FORBIDDEN, desc = "the torn copy that is to be found")
public class NoOddLockBroken {

	private final StressedRing ring = new StressedRing(1);

	private final StressedRing.Reader reader = this.ring.newReader();

	@Actor
	public void write() {
		for (int i = 0; i < 5; i++) {
			this.ring.writeWithoutOddLock();
		}
	}

	@Actor
	public void read(L_Result result) {
		result.r1 = this.reader.latest();
	}

}
