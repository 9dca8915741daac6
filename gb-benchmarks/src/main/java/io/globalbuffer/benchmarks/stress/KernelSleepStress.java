// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A writer publishes, and another thread ends a sleep, while a reader goes to sleep in
 * the kernel itself, twice: no sleep lasts as long as it may.
 */
@JCStressTest
@State
@Outcome(id = "woken, woken", expect = Expect.ACCEPTABLE, desc = "neither lasted")
@Outcome(expect = Expect.FORBIDDEN, desc = "a sleep was not ended")
public class KernelSleepStress {

	private final SleepingReader reader = new SleepingReader();

	@Actor
	public void writeAndEnd() {
		this.reader.publish();
		this.reader.end();
	}

	@Actor
	public void sleepTwice(LL_Result result) {
		result.r1 = this.reader.sleepUntilSample();
		result.r2 = this.reader.sleepUntilEnd();
	}

}
