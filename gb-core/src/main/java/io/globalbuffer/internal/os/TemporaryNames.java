// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hidden names that files have for a moment while one replaces another. They are not
 * taken for segments: Python and listings look for another prefix.
 */
public final class TemporaryNames {

	private static final Logger logger = LoggerFactory.getLogger(TemporaryNames.class);

	private static final String PREFIX = ".gb_";

	private static final Pattern PATTERN = Pattern.compile("\\.gb_.*\\.[0-9a-f]{16}", Pattern.DOTALL);

	/** So much of the segment's name as tells people which it is. */
	private static final int LONGEST_PART = 64;

	private TemporaryNames() {
	}

	/**
	 * A name that no file has.
	 * @param path the segment that is to be replaced
	 * @return a name in the same directory, of bounded length
	 */
	public static Path beside(Path path) {
		String file = String.valueOf(path.getFileName());
		String name = file.substring(Math.min(PREFIX.length() - 1, file.length()));
		String part = name.substring(0, Math.min(LONGEST_PART, name.length()));
		String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		return path.resolveSibling(PREFIX + part + "." + random);
	}

	/**
	 * Returns what replacements left whose processes were killed.
	 * @param directory the directory; {@code null} for the default one
	 * @param age how long ago such a file was last renamed or changed: younger ones may
	 * be in use
	 * @return the files, by name
	 */
	public static List<Path> leftIn(@Nullable Path directory, Duration age) {
		Path folder = (directory != null) ? directory : SegmentFiles.defaultDirectory();
		Instant before = Instant.now().minus(age);
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> PATTERN.matcher(String.valueOf(file.getFileName())).matches())
				.filter((file) -> isOlder(file, before))
				.sorted()
				.toList();
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("Cannot look for what replacements left in {}", folder, ex);
			return List.of();
		}
	}

	private static boolean isOlder(Path file, Instant instant) {
		try {
			boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
			// what was replaced can be old, and yet in use under this name
			FileTime changed = unix ? (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
					: Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
			return changed.toInstant().isBefore(instant);
		}
		catch (IOException ex) {
			// gone meanwhile
			return false;
		}
	}

}
