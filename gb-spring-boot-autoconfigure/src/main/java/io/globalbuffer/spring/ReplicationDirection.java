// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.util.Locale;

/**
 * Which way a replicated stream goes.
 */
public enum ReplicationDirection {

	/** From a buffer of this host to a topic. */
	PUBLISH,

	/** From a topic to a buffer of this host, of which this application is the writer. */
	MIRROR;

	/**
	 * The direction as it is written in properties, JSON and messages.
	 * @return lower case, for example {@code publish}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
