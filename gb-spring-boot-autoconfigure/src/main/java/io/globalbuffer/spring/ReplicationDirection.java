// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * Which way a replicated stream goes.
 */
public enum ReplicationDirection {

	/** From a buffer of this host to a topic. */
	PUBLISH,

	/** From a topic to a buffer of this host, of which this application is the writer. */
	MIRROR

}
