// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * What reads on behalf of a reader, from its cursor on, and ends with it at the latest.
 */
interface Delivery {

	/** Starts to deliver. */
	void start();

	/**
	 * Ends the delivery: waits for what is being delivered, unless that is who calls.
	 */
	void close();

}
