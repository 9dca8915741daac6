// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.math.BigInteger;

/**
 * Numbers without a sign.
 */
final class Numbers {

	private Numbers() {
	}

	/**
	 * The number that 64 bits without a sign mean.
	 */
	static Number unsigned(long bits) {
		return (bits >= 0) ? bits : new BigInteger(Long.toUnsignedString(bits));
	}

}
