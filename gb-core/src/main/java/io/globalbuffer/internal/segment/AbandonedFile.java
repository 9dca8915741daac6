// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.Path;

import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * A file that no process writes any more, as was proved.
 *
 * @param path its name
 * @param facts which file it is
 * @param pages what it said then
 */
record AbandonedFile(Path path, FileFacts facts, FirstPages pages) {

	/**
	 * Whether the name leads elsewhere by now, as after a replacement, or it was written
	 * since the proof. To be asked under the lock.
	 * @param file what the name led to when it was opened
	 */
	boolean isChanged(OpenFile file) throws IOException {
		return !file.facts().isSameFile(this.facts)
				|| SegmentFiles.facts(this.path).filter(this.facts::isSameFile).isEmpty()
				|| !FirstPages.read(file).isSameHeader(this.pages);
	}

}
