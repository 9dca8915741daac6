package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * Removes a segment's name for its writer, and only for its last one: who has gone on
 * with the segment, or has put another one in its place, keeps the name.
 *
 * @param path the name
 * @param facts which file the writer has or had mapped
 * @param incarnation what the writer signed in with
 */
record WriterUnlink(Path path, FileFacts facts, long incarnation) {

	/**
	 * Removes the name for a writer that is there.
	 * @return whether it was removed
	 */
	boolean ofOpen() {
		return remove(false, false);
	}

	/**
	 * Removes the name for a writer that has closed.
	 * @param stamped whether it could say so
	 * @return whether it was removed
	 */
	boolean ofClosed(boolean stamped) {
		return remove(true, stamped);
	}

	private boolean remove(boolean closed, boolean stampedClosed) {
		// before it is opened, too: it may be a pipe or a link by now
		if (!isHere()) {
			return false;
		}
		try (OpenFile file = NativeCalls.system().open(this.path, closed)) {
			if (closed) {
				// so that nobody takes it over between the look and the removal; who is
				// about to looks at the name once more afterwards
				SuccessorLock.take(file);
			}
			boolean removable = file.facts().isSameFile(this.facts) && isOurs(FirstPages.read(file), stampedClosed)
					&& isHere();
			if (removable) {
				SegmentFiles.unlink(this.path);
			}
			return removable;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("unlink", this.path, ex);
		}
	}

	private boolean isHere() {
		return SegmentFiles.facts(this.path).filter(this.facts::isSameFile).isPresent();
	}

	private boolean isOurs(FirstPages pages, boolean stampedClosed) {
		if (pages.isTruncated()) {
			// nobody can go on with it
			return true;
		}
		return pages.incarnation() == this.incarnation
				&& (!stampedClosed || pages.heartbeat() == HeaderLayout.HEARTBEAT_CLOSED);
	}

}
