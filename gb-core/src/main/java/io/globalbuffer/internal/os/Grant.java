// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

/**
 * What the system answers to a process that asks for a lock or a lease.
 */
public enum Grant {

	/** It is granted. */
	GRANTED,

	/** Another process stands against it. */
	REFUSED,

	/** There is no such thing here: no native access, or the kernel does not allow it. */
	UNSUPPORTED

}
