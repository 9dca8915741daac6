// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * What a name led to when it was looked at.
 *
 * @param number which look it is; larger for a later one
 * @param failed whether it could not be looked at
 * @param facts the file; {@code null} if the name led nowhere, or could not be looked at
 */
record NameLook(long number, boolean failed, @Nullable FileFacts facts) {

	private static final Logger logger = LoggerFactory.getLogger(NameLook.class);

	/** Before the first one. */
	static final NameLook NONE = new NameLook(-1, true, null);

	/**
	 * Looks.
	 * @param path the name
	 * @param number which look it is
	 * @return what there is
	 */
	static NameLook at(Path path, long number) {
		try {
			return new NameLook(number, false, SegmentFiles.facts(path).orElse(null));
		}
		catch (GlobalBufferException ex) {
			// the directory may be out of reach for a while
			logger.debug("Looking at a segment's name again later", ex);
			return new NameLook(number, true, null);
		}
	}

	/** Whether the name led nowhere. */
	boolean isGone() {
		return !this.failed && this.facts == null;
	}

	/** Whether it led to a segment. */
	boolean isOf(MappedSegment segment) {
		return this.facts != null && this.facts.isSameFile(segment.facts());
	}

	/** Whether another look saw the same. */
	boolean isLike(NameLook other) {
		FileFacts before = other.facts;
		if (this.facts == null || before == null) {
			return this.failed == other.failed && this.facts == null && before == null;
		}
		return this.facts.isSameFile(before) && this.facts.size() == before.size();
	}

}
