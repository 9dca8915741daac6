// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The proof that a look in place meets the writer, and that nothing but the validation
 * after it saves the reader: here each look counts. This one must be seen to fail.
 */
@JCStressTest
@State
@Outcome(id = "whole", expect = Expect.ACCEPTABLE, desc = "each look saw one sample")
@Outcome(id = StressedRing.TORN, expect = Expect.FORBIDDEN, desc = "the torn look that is to be found")
public class UnvalidatedViewBroken {

	private final StressedRing ring = new StressedRing(1);

	private final WordsInPlace words = new WordsInPlace();

	private final StressedRing.Reader viewer = this.ring.newViewer(this.words);

	@Actor
	public void write() {
		for (int i = 0; i < 5; i++) {
			this.ring.write();
		}
	}

	@Actor
	public void look(L_Result result) {
		this.viewer.latest();
		result.r1 = this.words.wereEverMixed() ? StressedRing.TORN : "whole";
	}

}
