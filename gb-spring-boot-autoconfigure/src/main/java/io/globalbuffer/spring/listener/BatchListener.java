// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;

import io.globalbuffer.Sample;

/**
 * Receives the samples of a buffer in batches, where it is registered in code.
 *
 * @param <T> the type of their values
 */
@FunctionalInterface
public interface BatchListener<T> {

	/**
	 * Receives the samples that are there.
	 * @param samples one or more, in their order
	 * @throws Exception what the error handler is asked about
	 */
	void receive(List<Sample<T>> samples) throws Exception;

}
