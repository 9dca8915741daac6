// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.OpenFile;

/**
 * The lock that a writer holds on the extension block for as long as it lives.
 */
final class WriterLock {

	private WriterLock() {
	}

	/**
	 * Takes the lock, until the file is closed.
	 * @param file the segment, writable
	 * @return whether it was granted
	 */
	static Grant take(OpenFile file) {
		return file.lock(ExtensionLayout.START, ExtensionLayout.BYTES);
	}

	/**
	 * Whether the lock is held by another. Asked for as a shared one: who may read the
	 * segment can hold a shared lock on the same bytes, and is no writer.
	 * @param file the segment
	 * @return {@link Grant#REFUSED} if one does
	 */
	static Grant ask(OpenFile file) {
		return file.shareable(ExtensionLayout.START, ExtensionLayout.BYTES);
	}

	/**
	 * Whether the lock could not be taken: it is held already, or a shared one on the
	 * same bytes. The system does not name the process.
	 * @param file the segment
	 * @return {@code false} also where there are no locks
	 */
	static boolean isObstructed(OpenFile file) {
		return file.lockable(ExtensionLayout.START, ExtensionLayout.BYTES) == Grant.REFUSED;
	}

	/**
	 * Returns what the lock says of the last writer.
	 * @param asked the answer to {@link #ask}
	 * @param writtenUnderLock whether the segment says that its last writer held one,
	 * read after the lock was asked for
	 * @return the state
	 */
	static LockState state(Grant asked, boolean writtenUnderLock) {
		return switch (asked) {
			case REFUSED -> LockState.HELD;
			case GRANTED -> writtenUnderLock ? LockState.LEFT : LockState.SILENT;
			case UNSUPPORTED -> LockState.SILENT;
		};
	}

}
