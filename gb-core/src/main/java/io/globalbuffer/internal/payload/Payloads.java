// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import io.globalbuffer.internal.ring.PayloadCopier;

/**
 * How the samples of one segment are copied, and into what. Safe for use by many threads.
 *
 * @param <D> what payloads are copied into
 */
public interface Payloads<D> extends PayloadCopier<D> {

	/**
	 * Returns what one sample fits into.
	 * @return a new target
	 */
	D newTarget();

	/**
	 * Checks what a caller wants samples copied into.
	 * @param target the target
	 * @throws IllegalArgumentException if a sample does not fit
	 */
	void checkTarget(D target);

}
