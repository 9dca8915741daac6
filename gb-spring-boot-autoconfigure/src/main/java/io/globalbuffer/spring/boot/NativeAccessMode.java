// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

/**
 * Whether the operating system is asked by native calls.
 */
public enum NativeAccessMode {

	/** Where the JVM allows them. */
	AUTO,

	/** Never: in the whole process, not in this application alone. */
	OFF

}
