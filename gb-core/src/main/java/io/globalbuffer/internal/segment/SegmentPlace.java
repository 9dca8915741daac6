// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Users;

/**
 * Where a segment lies, and whose it must be.
 *
 * @param path its file
 * @param owner the user it must belong to; empty for this process's own
 */
public record SegmentPlace(Path path, Optional<UserPrincipal> owner) {

	/**
	 * Checks that no other user can have put a file there, or can change it.
	 * @param facts what is known of the file
	 * @throws InvalidSegmentException if it is no regular file, or belongs to another
	 * user or may do, or any user may write to it
	 */
	public void check(FileFacts facts) {
		if (!facts.regular()) {
			throw invalid("it is not a regular file. Remove it, or choose another buffer name");
		}
		Users.objection(facts, this.owner).ifPresent((objection) -> {
			throw untrusted(objection);
		});
		if (facts.worldWritable()) {
			throw untrusted("every user may write to it. Take that permission away");
		}
	}

	private InvalidSegmentException invalid(String problem) {
		return new InvalidSegmentException(describe(problem));
	}

	private InvalidSegmentException untrusted(String problem) {
		return new InvalidSegmentException(describe(problem), true);
	}

	private String describe(String problem) {
		return this.path + " is not a usable segment: " + problem;
	}

}
