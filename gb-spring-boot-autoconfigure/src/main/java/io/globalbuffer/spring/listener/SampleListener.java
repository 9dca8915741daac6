// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import io.globalbuffer.Sample;

/**
 * Receives the samples of a buffer, where it is registered in code.
 *
 * @param <T> the type of their values
 */
@FunctionalInterface
public interface SampleListener<T> {

	/**
	 * Receives a sample.
	 * @param sample the sample
	 * @throws Exception what the error handler is asked about
	 */
	void receive(Sample<T> sample) throws Exception;

}
