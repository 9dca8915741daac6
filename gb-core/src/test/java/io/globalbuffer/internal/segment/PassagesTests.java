// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import org.junit.jupiter.api.Test;

import io.globalbuffer.internal.os.Passage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The passages of the handles to one mapping.
 */
class PassagesTests {

	private final Passages passages = new Passages();

	@Test
	void whatBarsTheSegmentBarsAllPassages() {
		Passage before = this.passages.open(Passage.ANY_THREAD);
		this.passages.bar(Passage.LOST);
		Passage after = this.passages.open(Passage.ANY_THREAD);
		assertThat(before.tryEnter()).isFalse();
		assertThat(after.tryEnter()).isFalse();
	}

	@Test
	void whatIsUnmappedLetsNobodyInAlsoWhereClosingHasFailed() {
		Passage passage = this.passages.open(Passage.ANY_THREAD);
		assertThat(this.passages.closeAll()).isTrue();
		assertThat(passage.tryEnter()).isFalse();
		assertThat(passage.tryVisit(Passage.CLOSED)).isNull();
	}

	@Test
	void nothingIsUnmappedUntilTheLastOneHasLeft() {
		Passage passage = this.passages.open(Passage.ANY_THREAD);
		passage.enter();
		assertThat(this.passages.close(passage)).isFalse();
		assertThat(this.passages.closeAll()).isFalse();
		passage.leave();
		assertThat(this.passages.closeAll()).isTrue();
	}

}
