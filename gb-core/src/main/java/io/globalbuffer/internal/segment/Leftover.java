package io.globalbuffer.internal.segment;

import java.nio.file.Path;
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
 * @param path the file
 * @param facts what the file system says of it
 */
public record Leftover(Path path, FileFacts facts) {

	/**
	 * Looks for what replacements left.
	 * @param directory the directory; {@code null} for the default one
	 * @param age how old they must be: a replacement that is under way takes no time
	 * @return all of them, by name
	 */
	public static List<Leftover> in(@Nullable Path directory, Duration age) {
		return TemporaryNames.leftIn(directory, age)
			.stream()
			.map((path) -> SegmentFiles.facts(path).map((facts) -> new Leftover(path, facts)))
			.flatMap(Optional::stream)
			.toList();
	}

	/**
	 * The file's name, which is no buffer's.
	 * @return the name without its directory
	 */
	public String name() {
		return String.valueOf(this.path.getFileName());
	}

	/**
	 * Removes it, if it is proved that nobody on this machine has it open.
	 * @return whether it was removed
	 * @throws io.globalbuffer.exception.InvalidSegmentException if it is not this user's
	 * @throws io.globalbuffer.exception.GlobalBufferException if the file system refuses
	 */
	public boolean remove() {
		SegmentPlace place = new SegmentPlace(this.path, Optional.empty());
		return new UnusedFile(place).remove((file) -> file.facts().isSameFile(this.facts));
	}

}
