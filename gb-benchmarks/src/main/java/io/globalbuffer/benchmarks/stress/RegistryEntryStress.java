// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A reader takes the registry entry of one that was killed, while a monitor looks: with
 * the new pid it sees the new reader's fields, and nothing of the one before.
 */
@JCStressTest
@State
@Outcome(id = "killed|none|owner", expect = Expect.ACCEPTABLE, desc = "a pid comes with its reader's fields")
@Outcome(expect = Expect.FORBIDDEN, desc = "a pid with another reader's fields, or none")
public class RegistryEntryStress {

	private final StressedEntry entry = new StressedEntry();

	@Actor
	public void take() {
		this.entry.take();
	}

	@Actor
	public void look(L_Result result) {
		result.r1 = this.entry.look();
	}

}
