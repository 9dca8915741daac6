// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.exception.SegmentAccessException;
import io.globalbuffer.exception.SegmentAccessException.Reason;

/**
 * Segments as files: where they lie, how they are made, opened, recognised and removed.
 */
public final class SegmentFiles {

	private static final Logger logger = LoggerFactory.getLogger(SegmentFiles.class);

	private static final String FILE_PREFIX = "gb_";

	private static final int LONGEST_NAME = 252;

	private static final Path LINUX_DIRECTORY = Path.of("/dev/shm");

	private static final String FALLBACK_FOLDER = "globalbuffer";

	private static final AtomicBoolean FALLBACK_REPORTED = new AtomicBoolean();

	private SegmentFiles() {
	}

	/**
	 * Returns where segments lie unless something else is said: on Linux where Python
	 * puts them, elsewhere in a folder below the temporary one, with one warning.
	 * @return a directory
	 */
	public static Path defaultDirectory() {
		// not if it cannot be looked at: who uses it is told why
		if (!Files.notExists(LINUX_DIRECTORY)) {
			return LINUX_DIRECTORY;
		}
		Path directory = Path.of(System.getProperty("java.io.tmpdir"), FALLBACK_FOLDER);
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw Refusals.exception("make the folder " + directory + " for segments", directory, ex);
		}
		if (FALLBACK_REPORTED.compareAndSet(false, true)) {
			logger.warn("There is no {} here: segments lie in {}, where Java finds them but Python does not",
					LINUX_DIRECTORY, directory);
		}
		return directory;
	}

	/**
	 * Returns where the segment of a name lies.
	 * @param directory the directory; {@code null} for the default one
	 * @param name the buffer's name
	 * @return the file
	 * @throws IllegalArgumentException if the name cannot be one
	 */
	public static Path path(@Nullable Path directory, String name) {
		String file = FILE_PREFIX + checkName(name);
		return ((directory != null) ? directory : defaultDirectory()).resolve(file);
	}

	/**
	 * Checks a buffer's name: what Python, too, can create and attach on any system. A
	 * name that is empty is one.
	 * @param name the name
	 * @return the name
	 * @throws IllegalArgumentException if it cannot be one
	 */
	public static String checkName(String name) {
		if (!isName(name)) {
			throw new IllegalArgumentException("'" + name + "' cannot be a buffer's name: use up to " + LONGEST_NAME
					+ " printable ASCII characters without '/' and '\\'");
		}
		return name;
	}

	/**
	 * Returns what a name leads to now.
	 * @param path the name
	 * @return the file's facts, a symbolic link's own; empty if the name leads to nothing
	 */
	public static Optional<FileFacts> facts(Path path) {
		if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		try {
			return Optional.of(FileFacts.of(path, LinkOption.NOFOLLOW_LINKS));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw failed("look at", path, ex);
		}
	}

	/**
	 * The files in a directory that are called like segments.
	 * @param directory the directory; {@code null} for the default one
	 * @return the files, sorted, with names of any bytes; also what is no segment
	 */
	public static List<Path> files(@Nullable Path directory) {
		Path folder = (directory != null) ? directory : defaultDirectory();
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> fileName(file).startsWith(FILE_PREFIX)).sorted().toList();
		}
		catch (IOException ex) {
			throw cannotList(folder, ex);
		}
		catch (UncheckedIOException ex) {
			throw cannotList(folder, Objects.requireNonNull(ex.getCause()));
		}
	}

	private static GlobalBufferException cannotList(Path folder, IOException cause) {
		return Refusals.exception("list the segments in " + folder, folder.resolve(FILE_PREFIX), cause);
	}

	/**
	 * Returns what the buffer is called whose segment a file is.
	 * @param file one of {@link #files}
	 * @return the name as text: where it is made of bytes that are none, only the file
	 * tells it exactly
	 */
	public static String nameOf(Path file) {
		return fileName(file).substring(FILE_PREFIX.length());
	}

	private static String fileName(Path file) {
		return String.valueOf(file.getFileName());
	}

	/**
	 * Removes a name; does nothing if there is none.
	 * @param path the name
	 * @throws GlobalBufferException if there is one, and it cannot be removed
	 */
	public static void unlink(Path path) {
		try {
			// the JDK would remove an empty one
			if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
				throw new SegmentAccessException(
						"Cannot unlink segment " + path
								+ ": it is a directory. Remove it by other means if it is not needed",
						Reason.OTHER, null);
			}
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			throw failed("unlink", path, ex);
		}
	}

	/**
	 * Removes the name that a file was just given and that it is of no use with.
	 * @param path the name
	 * @param failure why; told also if the name stays. If it says that the file is not
	 * there, the name is another file's by now, or none's
	 */
	static void withdraw(Path path, Throwable failure) {
		if (failure instanceof NoSuchFileException) {
			return;
		}
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Returns what to throw when the file system refuses, with the reason and what to do.
	 * @param action what was tried
	 * @param path the file
	 * @param cause what it said
	 * @return the exception
	 */
	public static GlobalBufferException failed(String action, Path path, IOException cause) {
		return Refusals.exception(action + " segment " + path, path, cause);
	}

	/**
	 * Returns what to throw when the file system refuses something with a file that is no
	 * segment: says why, and what to do.
	 * @param attempt what was tried, with the file's name
	 * @param path the file
	 * @param cause what it said
	 * @return the exception
	 */
	public static GlobalBufferException refused(String attempt, Path path, IOException cause) {
		return Refusals.exception(attempt, path, cause);
	}

	/**
	 * Refuses a segment for which this container has no memory, whatever it frees: its
	 * process would be killed.
	 * @param path the file
	 * @param size what it needs, in bytes
	 * @throws NoSpaceException if it needs more than the container may have
	 */
	public static void checkMemoryLimit(Path path, long size) {
		OptionalLong limit = MemoryLimit.of(path);
		if (limit.isPresent() && size > limit.getAsLong()) {
			throw new NoSpaceException("There is no room for segment " + path + ": it needs " + size
					+ " bytes of real memory, and the memory limit of this container, with the machine's swap, is "
					+ limit.getAsLong() + " for all it has. Raise that limit, or choose a smaller capacity");
		}
	}

	/**
	 * Returns what to throw when the file system is too full.
	 * @param path the file
	 * @param size what it needs, in bytes
	 * @return the exception
	 */
	public static NoSpaceException noSpace(Path path, long size) {
		return new NoSpaceException("There is no room for segment " + path + ": it needs " + size
				+ " bytes of real memory" + free(path) + ". Make " + path.getParent()
				+ " larger (--shm-size in a container), free some of it, or choose a smaller capacity");
	}

	/**
	 * Returns what to throw when there is no room for a segment beside the one it shall
	 * replace.
	 * @param path the file
	 * @param size what the new one needs, in bytes
	 * @param oldBytes what the old one takes, if that can be told
	 * @return the exception
	 */
	public static NoSpaceException noSpaceBeside(Path path, long size, OptionalLong oldBytes) {
		String old = oldBytes.stream().mapToObj((bytes) -> ", the old one takes " + bytes).findFirst().orElse("");
		return new NoSpaceException("There is no room to replace segment " + path + ": the new one needs " + size
				+ " bytes of real memory" + old + free(path)
				+ ". The old one stays: it goes first only where that makes room enough and no process on this machine has "
				+ "it open. Close what has it open, make " + path.getParent()
				+ " larger (--shm-size in a container), free some of it, or choose a smaller capacity");
	}

	/**
	 * Returns how much more the file system can hold.
	 * @param path a file in it, or one that shall be
	 * @return its free space in bytes; empty if that cannot be told, or there is no limit
	 */
	public static OptionalLong freeBytes(Path path) {
		return FreeSpace.of(path);
	}

	private static String free(Path path) {
		return freeBytes(path).stream().mapToObj((bytes) -> ", and " + bytes + " are free").findFirst().orElse("");
	}

	/**
	 * Whether a text can be a buffer's name.
	 * @param name the text
	 * @return {@code true} if it can
	 */
	public static boolean isName(String name) {
		return name.length() <= LONGEST_NAME && name.chars()
			.allMatch((character) -> character >= ' ' && character <= '~' && character != '/' && character != '\\');
	}

}
