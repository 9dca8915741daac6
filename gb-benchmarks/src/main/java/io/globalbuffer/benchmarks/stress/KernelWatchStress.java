// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A writer publishes while a reader parks again and again, for which a thread of the
 * process sleeps in the kernel itself: no wait lasts as long as it may.
 */
@JCStressTest
@State
@Outcome(id = "woken", expect = Expect.ACCEPTABLE, desc = "none lasted")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wait was not ended")
public class KernelWatchStress {

	private final ParkingReader reader = new ParkingReader();

	@Actor
	public void write() {
		this.reader.publishAll();
	}

	@Actor
	public void park(L_Result result) {
		result.r1 = this.reader.parkUntilAll();
	}

}
