// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.nio.file.FileSystemException;

/**
 * A system call failed, for a reason that has no exception of its own in the JDK.
 */
final class SystemCallException extends FileSystemException {

	private final int error;

	SystemCallException(String file, String call, int error) {
		super(file, null, call + " failed with error number " + error);
		this.error = error;
	}

	/** The error number. */
	int error() {
		return this.error;
	}

}
