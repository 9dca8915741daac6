// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

/**
 * Where a listener that was paused or stopped goes on.
 */
public enum ResumeFrom {

	/**
	 * Where it stopped; what was overwritten meanwhile counts as overruns in mode NEXT.
	 */
	CURSOR,

	/** With the newest sample; those before it count as skipped. */
	NEWEST

}
