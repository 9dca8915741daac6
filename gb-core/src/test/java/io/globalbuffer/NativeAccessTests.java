// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without native access: {@code hostile.PortableProcess}.
 */
class NativeAccessTests {

	@Test
	void whereTheJvmAllowsItNativeCallsAreUsed() {
		assertThat(NativeAccess.isUsed()).isTrue();
		assertThat(NativeAccess.wakesReaders()).isTrue();
		assertThat(NativeAccess.wakesOnInterruption()).isTrue();
	}

}
