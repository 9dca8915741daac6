// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.List;

import io.globalbuffer.Sample;

/**
 * Has the last word about samples that were attempted as often as a policy allows, for
 * example to keep them elsewhere. Called by the thread that calls the method; where it
 * throws, the samples are given up all the same, and it is not called for them again.
 */
@FunctionalInterface
public interface SampleRecoverer {

	/**
	 * Receives samples before they are given up.
	 * @param error what the method threw at last
	 * @param samples the samples of the call, of which views of memory are valid during
	 * this call only
	 * @param listener the listener
	 */
	void recover(Exception error, List<? extends Sample<?>> samples, ListenerInfo listener);

}
