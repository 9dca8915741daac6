// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * What happens after a call of a listener method failed.
 */
public enum ErrorAction {

	/**
	 * The samples of the call are given up: they are not attempted again, and the next
	 * ones come.
	 */
	SKIP,

	/**
	 * The method is called again with the same samples, after the back-off of
	 * {@link GlobalBufferErrorHandler#retryPolicy()}. Meanwhile the writer goes on, and
	 * what it overwrites is lost.
	 */
	RETRY,

	/** The listener stops; it can be started again. */
	STOP

}
