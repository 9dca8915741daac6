// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.ListenerInfo;

/**
 * Goes around each call of a listener's method, also around each repeated one, together
 * with the answer of the error handler where the call fails. Called by the thread that
 * calls the method.
 */
@FunctionalInterface
public interface DeliveryAdvice {

	/**
	 * Makes the call.
	 * @param listener the listener
	 * @param samples the samples of the call: one, or those of a batch
	 * @param call the call, to be made once
	 * @throws Throwable what the call throws, unchanged
	 */
	void around(ListenerInfo listener, List<? extends Sample<?>> samples, Call call) throws Throwable;

	/**
	 * A call of a listener's method.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * Calls the method.
		 * @throws Throwable what it throws
		 */
		void proceed() throws Throwable;

	}

}
