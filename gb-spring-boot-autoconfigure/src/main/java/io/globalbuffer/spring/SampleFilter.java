// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import io.globalbuffer.Sample;

/**
 * Decides which samples a listener receives: a bean named by
 * {@link GlobalBufferListener#filter()}. Called by the thread that calls the method; an
 * exception is handled like one of the listener's method.
 *
 * @param <T> the type of the samples' values, as the listener receives them
 */
@FunctionalInterface
public interface SampleFilter<T> {

	/**
	 * Whether the listener receives a sample.
	 * @param sample the sample
	 * @return {@code false} to leave it out
	 */
	boolean accepts(Sample<T> sample);

}
