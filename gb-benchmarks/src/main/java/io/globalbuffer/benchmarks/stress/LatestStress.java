// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A writer goes round a ring of two while a reader takes the newest sample, twice: no
 * copy is torn, and the second is not older than the first.
 */
@JCStressTest
@State
@Outcome(id = "empty, (empty|[0-4]|unstable)", expect = Expect.ACCEPTABLE, desc = "not begun at the first look")
@Outcome(id = "0, ([0-4]|unstable)", expect = Expect.ACCEPTABLE, desc = "whole samples, in order")
@Outcome(id = "1, ([1-4]|unstable)", expect = Expect.ACCEPTABLE, desc = "whole samples, in order")
@Outcome(id = "2, ([2-4]|unstable)", expect = Expect.ACCEPTABLE, desc = "whole samples, in order")
@Outcome(id = "3, ([3-4]|unstable)", expect = Expect.ACCEPTABLE, desc = "whole samples, in order")
@Outcome(id = "4, 4", expect = Expect.ACCEPTABLE, desc = "whole samples, in order")
@Outcome(id = "unstable, ([0-4]|unstable)", expect = Expect.ACCEPTABLE, desc = "the reader is to try again")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, or back in time")
public class LatestStress {

	private final StressedRing ring = new StressedRing(2);

	private final StressedRing.Reader reader = this.ring.newReader();

	@Actor
	public void write() {
		for (int i = 0; i < 5; i++) {
			this.ring.write();
		}
	}

	@Actor
	public void read(LL_Result result) {
		result.r1 = this.reader.latest();
		result.r2 = this.reader.latest();
	}

}
