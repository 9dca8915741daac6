// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.nio.file.FileSystemException;

/**
 * There is no room on the file system, or it has no file to give.
 */
final class FullFileSystemException extends FileSystemException {

	FullFileSystemException(String file) {
		super(file, null, "no space or no inode is left");
	}

}
