// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.Locale;

/**
 * Which threads call the methods of listeners. In both modes a listener is called with
 * one sample after the other.
 */
public enum DispatchMode {

	/**
	 * The listener has a thread of its own, which waits for samples and makes the calls.
	 */
	THREAD,

	/**
	 * A virtual thread waits for samples. The calls are made by one of the
	 * {@code globalbuffer.listener.shared-threads} threads that all such listeners share:
	 * by whichever is free.
	 */
	SHARED;

	/**
	 * The mode as it is written in properties and JSON.
	 * @return lower case, for example {@code shared}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
