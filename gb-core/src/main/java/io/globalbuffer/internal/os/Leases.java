// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * Asks the kernel for leases, which it grants on what no other process has open. Not
 * every file system keeps count of that: on an overlay a file that is mapped, and so may
 * be written to, passes for one that no process has open.
 */
final class Leases {

	/**
	 * The signal to a process that has a lease that is in the way. By default it is
	 * ignored.
	 */
	private static final int SIGURG = 23;

	private static final int OWNER_ONLY = 0600;

	private static final long TMPFS = 0x0102_1994;

	private static final long EXT4 = 0xEF53;

	private static final long XFS = 0x5846_5342;

	private static final long BTRFS = 0x9123_683EL;

	private static final Set<Long> FILE_SYSTEMS = Set.of(TMPFS, EXT4, XFS, BTRFS);

	private Leases() {
	}

	/**
	 * Whether an open file lies on a file system that is known to have one inode for each
	 * file: the one that leases are asked for, and that other processes' maps show.
	 */
	static boolean isPlainFileSystem(LibC libC, int descriptor) {
		return FILE_SYSTEMS.contains(libC.fileSystem(descriptor));
	}

	/**
	 * Takes a lease.
	 * @param kind {@link LibC#F_RDLCK} or {@link LibC#F_WRLCK}
	 * @param path the file's name
	 * @return {@link Grant#UNSUPPORTED} where it would prove nothing
	 */
	static Grant take(LibC libC, int descriptor, int kind, Path path) {
		return (isPlainFileSystem(libC, descriptor) && areKept(libC, path)) ? set(libC, descriptor, kind)
				: Grant.UNSUPPORTED;
	}

	static void end(LibC libC, int descriptor) {
		set(libC, descriptor, LibC.F_UNLCK);
	}

	/**
	 * Tries it with a file that has no name, which no other process has open, and that
	 * for writing: a write lease must be granted, a read lease refused. Tried each time:
	 * it takes microseconds, and what fails for want of something may do next time.
	 */
	private static boolean areKept(LibC libC, Path path) {
		Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
		int probe = libC.open(directory, LibC.O_RDWR | LibC.O_CLOEXEC | LibC.O_TMPFILE, OWNER_ONLY);
		if (probe < 0) {
			return false;
		}
		try {
			return set(libC, probe, LibC.F_RDLCK) == Grant.REFUSED && set(libC, probe, LibC.F_WRLCK) == Grant.GRANTED;
		}
		finally {
			libC.close(probe);
		}
	}

	private static Grant set(LibC libC, int descriptor, int kind) {
		// first: the signal it would send otherwise ends a process
		if (libC.fcntl(descriptor, LibC.F_SETSIG, SIGURG) < 0) {
			return Grant.UNSUPPORTED;
		}
		return LinuxFile.grant(libC.fcntl(descriptor, LibC.F_SETLEASE, kind));
	}

}
