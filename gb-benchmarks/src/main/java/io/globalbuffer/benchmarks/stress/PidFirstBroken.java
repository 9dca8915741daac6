// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A reader that shows its pid before its other fields. This one must be seen to fail.
 */
@JCStressTest
@State
@Outcome(id = "killed|none|owner", expect = Expect.ACCEPTABLE, desc = "a pid comes with its reader's fields")
@Outcome(id = StressedRing.TORN, expect = Expect.FORBIDDEN, desc = "the pid without its fields that is to be found")
public class PidFirstBroken {

	private final StressedEntry entry = new StressedEntry();

	@Actor
	public void take() {
		this.entry.takePidFirst();
	}

	@Actor
	public void look(L_Result result) {
		result.r1 = this.entry.look();
	}

}
