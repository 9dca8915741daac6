// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * A file that may be of no use any more.
 *
 * @param place where it lies, and whose it must be
 */
record UnusedFile(SegmentPlace place) {

	/**
	 * What else must hold for a file to go.
	 */
	@FunctionalInterface
	interface Condition {

		/**
		 * Looks at the file, while no other process can open it.
		 * @param file the file
		 * @return whether it may go
		 * @throws IOException if it cannot be read
		 */
		boolean holds(OpenFile file) throws IOException;

	}

	/**
	 * Removes the file's name, if it is proved that no process on this machine has it
	 * open.
	 * @param condition what else must hold
	 * @return whether it was removed; not if it is not there, or a process has it open,
	 * or that cannot be told
	 * @throws InvalidSegmentException if it is not this user's
	 * @throws GlobalBufferException if the file system refuses
	 */
	boolean remove(Condition condition) {
		Path path = this.place.path();
		Optional<FileFacts> facts = SegmentFiles.facts(path);
		if (facts.isEmpty()) {
			return false;
		}
		this.place.check(facts.get());
		try (OpenFile file = NativeCalls.system().open(path, false)) {
			FileFacts opened = file.facts();
			AtomicBoolean removed = new AtomicBoolean();
			file.whileNobodyElseHasIt(() -> {
				boolean named = SegmentFiles.facts(path).filter(opened::isSameFile).isPresent();
				if (named && condition.holds(file)) {
					SegmentFiles.unlink(path);
					removed.set(true);
				}
			});
			return removed.get();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("remove", path, ex);
		}
	}

}
