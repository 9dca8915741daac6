// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.ring.SampleDescription;

/**
 * A copy of the newest sample in a target of its own, and what belongs to it. For one
 * read, and the attempts at it.
 *
 * @param <D> what payloads are copied into
 */
final class LatestCopy<D> {

	private final SampleDescription description = new SampleDescription();

	private @Nullable D target;

	private int generation;

	/**
	 * Starts an attempt.
	 * @param target what to copy into
	 * @param generation of the segment
	 */
	void begin(D target, int generation) {
		this.target = target;
		this.generation = generation;
	}

	D target() {
		return Objects.requireNonNull(this.target);
	}

	int generation() {
		return this.generation;
	}

	SampleDescription description() {
		return this.description;
	}

}
