// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignalHistoryTests {

	private final SignalHistory history = new SignalHistory(4);

	@Test
	void pointsComeInOrder() {
		add(3);
		assertThat(this.history.end()).isEqualTo(3);
		assertThat(this.history.between(1, 3)).containsExactly(new double[] { 10, 1, -1 }, new double[] { 20, 2, -2 });
		assertThat(this.history.between(3, 3)).isEmpty();
	}

	@Test
	void theOldestMakeRoom() {
		add(6);
		assertThat(this.history.between(0, 6)).extracting((point) -> point[1]).containsExactly(2.0, 3.0, 4.0, 5.0);
		assertThat(this.history.between(0, 1)).isEmpty();
	}

	@Test
	void pointsSinceAMomentIncludeIt() {
		add(6);
		assertThat(this.history.since(40, 6)).extracting((point) -> point[1]).containsExactly(4.0, 5.0);
		assertThat(this.history.since(40, 5)).extracting((point) -> point[1]).containsExactly(4.0);
		assertThat(this.history.since(0, 6)).hasSize(4);
		assertThat(this.history.since(60, 6)).isEmpty();
	}

	private void add(int count) {
		for (int i = 0; i < count; i++) {
			this.history.add(10 * i, i, -i);
		}
	}

}
