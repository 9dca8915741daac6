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
	 * Whether somebody else holds the lock. Asked for as a shared one: whoever may read
	 * the segment can hold a shared lock on the same bytes, and is no writer.
	 * @param file the segment
	 * @return {@link Grant#REFUSED} if somebody does
	 */
	static Grant ask(OpenFile file) {
		return file.shareable(ExtensionLayout.START, ExtensionLayout.BYTES);
	}

	/**
	 * What the lock says of the last writer.
	 * @param free whether the lock is free
	 * @param pages what the segment says, read after the lock was asked for
	 * @return {@link Grant#REFUSED} if the writer lives, {@link Grant#GRANTED} if it is
	 * gone, else {@link Grant#UNSUPPORTED}: it is one that holds no lock
	 */
	static Grant verdict(Grant free, FirstPages pages) {
		return (free == Grant.GRANTED && !pages.isWrittenUnderLock()) ? Grant.UNSUPPORTED : free;
	}

}
