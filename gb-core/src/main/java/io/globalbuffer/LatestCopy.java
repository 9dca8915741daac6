// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A copy of the newest sample in a target of its own, and what belongs to it. For one
 * read, and the attempts at it.
 *
 * @param <D> what payloads are copied into
 */
final class LatestCopy<D> {

	private final SampleDetails details = new SampleDetails();

	private @Nullable D target;

	/**
	 * Starts an attempt.
	 * @param target what to copy into
	 */
	void begin(D target) {
		this.target = target;
	}

	D target() {
		return Objects.requireNonNull(this.target);
	}

	SampleDetails details() {
		return this.details;
	}

}
