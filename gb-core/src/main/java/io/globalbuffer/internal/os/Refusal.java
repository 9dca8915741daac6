// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the file system refuses, as far as the system's word for it can be understood. The
 * JDK has exceptions for a few errors and a text for the others, the C library a number.
 */
enum Refusal {

	/** There is nothing of that name, or no directory for it. */
	ABSENT,

	/** A part of the path is no directory. */
	NO_DIRECTORY,

	/** This user may not. */
	DENIED,

	/** For reading only. */
	READ_ONLY,

	/** This process has too many files open. */
	DESCRIPTORS,

	/** All processes together have. */
	OPEN_FILES,

	/** Larger than a limit. */
	FILE_TOO_LARGE,

	/** No memory, or no room in the address space. */
	MEMORY,

	/** No room on the file system. */
	FULL,

	/** Longer than a name may be. */
	NAME_TOO_LONG,

	/** A symbolic link. */
	LINK,

	/** Another process keeps it from being opened. */
	LEASED,

	/** Something else. */
	OTHER;

	private static final Map<Integer, Refusal> NUMBERS = Map.ofEntries(Map.entry(ErrorNumbers.ENOENT, ABSENT),
			Map.entry(ErrorNumbers.ENOTDIR, NO_DIRECTORY), Map.entry(ErrorNumbers.EACCES, DENIED),
			Map.entry(ErrorNumbers.EPERM, DENIED), Map.entry(ErrorNumbers.EROFS, READ_ONLY),
			Map.entry(ErrorNumbers.EMFILE, DESCRIPTORS), Map.entry(ErrorNumbers.ENFILE, OPEN_FILES),
			Map.entry(ErrorNumbers.EFBIG, FILE_TOO_LARGE), Map.entry(ErrorNumbers.ENOMEM, MEMORY),
			Map.entry(ErrorNumbers.ENOSPC, FULL), Map.entry(ErrorNumbers.EDQUOT, FULL),
			Map.entry(ErrorNumbers.ENAMETOOLONG, NAME_TOO_LONG), Map.entry(ErrorNumbers.ELOOP, LINK),
			Map.entry(ErrorNumbers.EAGAIN, LEASED));

	/** In the words of C libraries, as far as the system speaks English. */
	private static final Map<String, Refusal> WORDS = Map.ofEntries(Map.entry("not a directory", NO_DIRECTORY),
			Map.entry("operation not permitted", DENIED), Map.entry("permission denied", DENIED),
			Map.entry("read-only file system", READ_ONLY), Map.entry("too many open files in system", OPEN_FILES),
			Map.entry("no file descriptors available", DESCRIPTORS), Map.entry("too many open files", DESCRIPTORS),
			Map.entry("file too large", FILE_TOO_LARGE), Map.entry("cannot allocate memory", MEMORY),
			Map.entry("out of memory", MEMORY), Map.entry("map failed", MEMORY),
			Map.entry("no space left on device", FULL), Map.entry("disk quota exceeded", FULL),
			Map.entry("quota exceeded", FULL), Map.entry("file name too long", NAME_TOO_LONG),
			Map.entry("filename too long", NAME_TOO_LONG), Map.entry("too many levels of symbolic links", LINK));

	/**
	 * What an exception means.
	 * @param cause what the JDK or {@link LinuxFile} threw
	 */
	static Refusal of(IOException cause) {
		return switch (cause) {
			case SystemCallException ex -> NUMBERS.getOrDefault(ex.error(), OTHER);
			case FullFileSystemException ex -> FULL;
			case NoSuchFileException ex -> ABSENT;
			case AccessDeniedException ex -> DENIED;
			case NotDirectoryException ex -> NO_DIRECTORY;
			case DirectoryNotEmptyException ex -> OTHER;
			case FileSystemException ex -> byWords(ex.getReason());
			default -> byWords(cause.getMessage());
		};
	}

	private static Refusal byWords(@Nullable String words) {
		if (words == null) {
			return OTHER;
		}
		String lower = words.toLowerCase(Locale.ROOT);
		Optional<Map.Entry<String, Refusal>> known = WORDS.entrySet()
			.stream()
			.filter((entry) -> lower.startsWith(entry.getKey()))
			// the more precise one
			.max(Map.Entry.comparingByKey());
		return known.map(Map.Entry::getValue).orElse(OTHER);
	}

}
