// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.os.TemporaryNames;

/**
 * A file that a replacement left whose process was killed: the new segment, which has not
 * got its name yet, or the old one, which has lost it.
 *
 * @param place where it lies, and whose it must be to be removed
 * @param facts what the file system says of it
 */
public record Leftover(SegmentPlace place, FileFacts facts) {

	/**
	 * Looks for what replacements left.
	 * @param directory the directory; {@code null} for the default one
	 * @param owner the user they must belong to; empty for this process's own
	 * @param age how old they must be: a replacement that is under way takes no time
	 * @return all of them, by name
	 */
	public static List<Leftover> in(@Nullable Path directory, Optional<UserPrincipal> owner, Duration age) {
		return TemporaryNames.leftIn(directory, age)
			.stream()
			.map((path) -> new SegmentPlace(path, owner))
			.map((place) -> SegmentFiles.facts(place.path()).map((facts) -> new Leftover(place, facts)))
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * Returns where it lies.
	 * @return the file
	 */
	public Path path() {
		return this.place.path();
	}

	/**
	 * The file's name, which is no buffer's.
	 * @return the name without its directory
	 */
	public String name() {
		return String.valueOf(path().getFileName());
	}

	/**
	 * Removes it, if it is proved that no process on this machine has it open.
	 * @return whether it was removed
	 * @throws io.globalbuffer.exception.InvalidSegmentException if it is not the owner's
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public boolean remove() {
		return new UnusedFile(this.place).remove((file) -> file.facts().isSameFile(this.facts));
	}

}
