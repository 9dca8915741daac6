// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.exception.SegmentAccessException;
import io.globalbuffer.exception.SegmentAccessException.Reason;

/**
 * Explains what the file system refuses, what happened and what to do: the one place for
 * it.
 */
final class Refusals {

	private static final String OTHER_DIRECTORY = "choose another directory for the buffer";

	private Refusals() {
	}

	/**
	 * The exception for a refusal.
	 * @param attempt what was tried, a phrase with the name of what it was tried with
	 * @param path the file or directory
	 * @param cause what the system said
	 * @return the exception
	 */
	static GlobalBufferException exception(String attempt, Path path, IOException cause) {
		Path directory = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
		if (cause instanceof GroupException ex) {
			return exception(attempt, String.valueOf(ex.getMessage()), ex.reason(), ex);
		}
		return switch (Refusal.of(cause)) {
			case ABSENT -> Files.isDirectory(directory)
					? exception(attempt, "it is not there any more. Try again", Reason.OTHER, cause)
					: exception(attempt, noDirectory(directory), Reason.NO_DIRECTORY, cause);
			case NO_DIRECTORY -> exception(attempt, noDirectory(directory), Reason.NO_DIRECTORY, cause);
			case DENIED -> exception(attempt, denied(path, directory), Reason.NOT_PERMITTED, cause);
			case READ_ONLY -> exception(attempt,
					"its file system is mounted for reading only. Mount it for writing, or " + OTHER_DIRECTORY,
					Reason.READ_ONLY, cause);
			case DESCRIPTORS -> exception(attempt, "this process has as many files open as it may. Raise that limit "
					+ "(ulimit -n), or close what is not needed", Reason.TOO_MANY_OPEN_FILES, cause);
			case OPEN_FILES -> exception(attempt,
					"the processes of this machine have as many files open as they may. "
							+ "Raise that limit (sysctl fs.file-max), or end what is not needed",
					Reason.TOO_MANY_OPEN_FILES, cause);
			case FILE_TOO_LARGE -> exception(attempt,
					"the file would be larger than this process or its file system "
							+ "may have it. Raise that limit (ulimit -f), or choose a smaller capacity",
					Reason.FILE_TOO_LARGE, cause);
			case MEMORY -> exception(attempt, "there is no memory for it, or no room among this process's addresses. "
					+ "Raise the limits (ulimit -v, sysctl vm.max_map_count, the container's memory), or choose a "
					+ "smaller capacity", Reason.NO_MEMORY, cause);
			case FULL -> new NoSpaceException("Cannot " + attempt + ": no space or no inode is left. Remove what "
					+ "is not needed in " + directory + ", or " + OTHER_DIRECTORY);
			case NAME_TOO_LONG -> exception(attempt, "the name is too long for its file system. Choose a shorter "
					+ "buffer name, or a directory with a shorter path", Reason.OTHER, cause);
			case LINK -> exception(attempt, "it is a symbolic link, or there are too many on the way. Remove it if "
					+ "it is not needed, or choose another buffer name", Reason.OTHER, cause);
			case LEASED -> exception(attempt, "some process has a lease on it and does not give it up. Find it in "
					+ "/proc/locks (LEASE), and end it", Reason.OTHER, cause);
			case OTHER -> exception(attempt, "the system says: " + words(cause) + ". Mend that, or " + OTHER_DIRECTORY,
					Reason.OTHER, cause);
		};
	}

	private static SegmentAccessException exception(String attempt, String what, Reason reason, IOException cause) {
		return new SegmentAccessException("Cannot " + attempt + ": " + what, reason, cause);
	}

	private static String noDirectory(Path directory) {
		return Files.exists(directory) ? directory + " is not a directory. Choose another one for the buffer"
				: "there is no directory " + directory + ". Make it, or " + OTHER_DIRECTORY;
	}

	/** The file counts for opening it, its directory for making and removing it. */
	private static String denied(Path path, Path directory) {
		String who = "this process is " + Users.describeOwn();
		Optional<FileFacts> file = facts(path);
		Optional<FileFacts> folder = facts(directory);
		String shown = file.map((facts) -> "it " + facts.access() + "; ").orElse("") + folder
			.map((facts) -> "the directory " + directory + " " + facts.access()
					+ (facts.sticky() ? ", in which only owners remove files" : "") + "; ")
			.orElse("the directory " + directory + " or one above it is closed to this user; ");
		String remedy = file.isPresent() ? "Run as its owner, or have its owner or root do that or give the permission"
				: "Give this user the permission to write there, or " + OTHER_DIRECTORY;
		return "it is not permitted: " + shown + who + ". " + remedy;
	}

	private static Optional<FileFacts> facts(Path path) {
		try {
			return Optional.of(FileFacts.of(path, LinkOption.NOFOLLOW_LINKS));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static String words(IOException cause) {
		String reason = (cause instanceof FileSystemException ex) ? ex.getReason() : cause.getMessage();
		return (reason != null) ? reason : cause.toString();
	}

}
