// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

/**
 * The error numbers of Linux that are told apart, the same on all its architectures that
 * {@link LibC} knows.
 */
final class ErrorNumbers {

	static final int EPERM = 1;

	static final int ENOENT = 2;

	static final int ESRCH = 3;

	static final int EINTR = 4;

	static final int EAGAIN = 11;

	static final int ENOMEM = 12;

	static final int EACCES = 13;

	static final int EEXIST = 17;

	static final int ENOTDIR = 20;

	static final int EINVAL = 22;

	static final int ENFILE = 23;

	static final int EMFILE = 24;

	static final int EFBIG = 27;

	static final int ENOSPC = 28;

	static final int EROFS = 30;

	static final int ENAMETOOLONG = 36;

	static final int ENOSYS = 38;

	static final int ELOOP = 40;

	static final int EOPNOTSUPP = 95;

	static final int ETIMEDOUT = 110;

	static final int EDQUOT = 122;

	private ErrorNumbers() {
	}

}
