// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.util.Random;

import io.globalbuffer.random.Kind.Scalar;

/**
 * Draws lengths, those next to a change of the MessagePack form more often than others.
 * One value of a message at most is long. Not thread-safe.
 */
final class Lengths {

	private static final int[] EDGES = { 0, 1, 15, 16, 31, 32, 33, 255, 256, 257 };

	private static final int[] LONG = { 65_535, 65_536, 65_537 };

	private static final int LONG_MESSAGES = 200;

	private static final int[] CONTAINER_EDGES = { 0, 1, 15, 16, 17 };

	private final Random random;

	private boolean mayBeLong;

	Lengths(Random random) {
		this.random = random;
	}

	void beginMessage() {
		this.mayBeLong = this.random.nextInt(LONG_MESSAGES) == 0;
	}

	/** A length for text or bytes. */
	int ofContent() {
		return next(true, EDGES, 40);
	}

	/** A length for a list or map. */
	int ofContainer(Kind element) {
		return next(element instanceof Scalar scalar && scalar != Scalar.TEXT && scalar != Scalar.BYTES,
				CONTAINER_EDGES, 6);
	}

	private int next(boolean small, int[] edges, int bound) {
		if (this.mayBeLong && small) {
			this.mayBeLong = false;
			return LONG[this.random.nextInt(LONG.length)];
		}
		return (this.random.nextInt(4) == 0) ? edges[this.random.nextInt(edges.length)] : this.random.nextInt(bound);
	}

}
