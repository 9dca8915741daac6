// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

/**
 * What happens to a declared buffer's segment when the application ends.
 */
public enum OnClose {

	/** It stays: readers stay attached, and the next start goes on with it. */
	KEEP,

	/** Its name is removed; whoever is attached stays attached. */
	UNLINK

}
