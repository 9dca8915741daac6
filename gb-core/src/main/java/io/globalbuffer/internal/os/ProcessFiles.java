// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Linux tells of processes in /proc. What cannot be read there proves nothing: it
 * may be hidden from this user.
 */
public final class ProcessFiles {

	private static final Path PROC = Path.of("/proc");

	/** Names of files and commands are any bytes, and no text of some charset. */
	private static final Charset ANY_BYTES = StandardCharsets.ISO_8859_1;

	/** Of the fields after the command's name, which may contain anything. */
	private static final int STATE_FIELD = 0;

	private static final int THREADS_FIELD = 17;

	private static final int START_TIME_FIELD = 19;

	/** Of a line of maps: addresses, permissions, offset, device, inode, path. */
	private static final int PERMISSIONS_COLUMN = 1;

	private static final int INODE_COLUMN = 4;

	/** Written to, and seen by others: permissions in full are {@code rwxs}. */
	private static final Pattern SHARED_FOR_WRITING = Pattern.compile(".w.s");

	/** Of a line of status: its name, the real user, the effective one. */
	private static final String USERS = "Uid:";

	private static final int EFFECTIVE_USER_COLUMN = 2;

	/** Of a line of a map of users: inside, outside, how many. */
	private static final int LENGTH_COLUMN = 2;

	/** One number means no user. */
	private static final long ALL_USERS = 0xFFFF_FFFFL;

	private static final long USUAL_OVERFLOW_USER = 65534;

	private ProcessFiles() {
	}

	/**
	 * When this process started.
	 * @return clock ticks since the machine did; 0 if that cannot be told
	 */
	public static long ownStartTime() {
		return statusOf(ProcessHandle.current().pid()).map((fields) -> Long.parseLong(fields[START_TIME_FIELD]))
			.orElse(0L);
	}

	/**
	 * Which pid namespace this process is in.
	 * @return the namespace's inode; 0 if that cannot be told
	 */
	public static long ownPidNamespace() {
		try {
			return (long) Files.getAttribute(PROC.resolve("self/ns/pid"), "unix:ino");
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return 0;
		}
	}

	/** The effective user; empty if that cannot be told. */
	static OptionalLong ownUser() {
		try {
			return Files.readAllLines(PROC.resolve("self/status"))
				.stream()
				.filter((line) -> line.startsWith(USERS))
				.mapToLong((line) -> Long.parseLong(columns(line)[EFFECTIVE_USER_COLUMN]))
				.findFirst();
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

	/**
	 * Whether files of all users that this process's user namespace does not know seem to
	 * belong to a user. So they do where it cannot be told.
	 */
	static boolean standsForUnknownUsers(long user) {
		return user == overflowUser() && !knowsAllUsers();
	}

	private static long overflowUser() {
		try {
			// in one read: there is no second one
			return Files.readAllLines(PROC.resolve("sys/kernel/overflowuid"))
				.stream()
				.mapToLong(Long::parseLong)
				.findFirst()
				.orElse(USUAL_OVERFLOW_USER);
		}
		catch (IOException ex) {
			return USUAL_OVERFLOW_USER;
		}
	}

	private static boolean knowsAllUsers() {
		try {
			return Files.readAllLines(PROC.resolve("self/uid_map"))
				.stream()
				.mapToLong((line) -> Long.parseLong(columns(line)[LENGTH_COLUMN]))
				.sum() >= ALL_USERS;
		}
		catch (NoSuchFileException ex) {
			// a kernel without user namespaces, or no /proc
			return Files.isReadable(PROC.resolve("self/status"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String[] columns(String line) {
		return line.strip().split("\\s+", -1);
	}

	/** Whether all that is left of a process is its exit status. */
	static boolean isZombie(long pid) {
		return statusOf(pid).filter((fields) -> fields[STATE_FIELD].equals("Z") || fields[STATE_FIELD].equals("X"))
			.filter((fields) -> fields[THREADS_FIELD].equals("1"))
			.isPresent();
	}

	/**
	 * The files that a process has mapped so that it can write to them.
	 * @return their inodes; empty if it does not show what it has mapped
	 */
	static Optional<Set<Long>> writableFiles(long pid) {
		String maps;
		try {
			maps = Files.readString(PROC.resolve(pid + "/maps"), ANY_BYTES);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
		// of a process whose first thread has ended none are shown
		return maps.isEmpty() ? Optional.empty() : Optional.of(writableFiles(maps));
	}

	static Set<Long> writableFiles(String maps) {
		return Stream.of(maps.split("\n", -1))
			.map((line) -> line.split(" +", INODE_COLUMN + 2))
			.filter((columns) -> columns.length > INODE_COLUMN
					&& SHARED_FOR_WRITING.matcher(columns[PERMISSIONS_COLUMN]).matches())
			// all 64 bits are in use where file systems are stacked
			.map((columns) -> Long.parseUnsignedLong(columns[INODE_COLUMN]))
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Optional<String[]> statusOf(long pid) {
		try {
			String status = Files.readString(PROC.resolve(pid + "/stat"), ANY_BYTES);
			String[] fields = status.substring(status.lastIndexOf(')') + 1).trim().split(" ");
			return (fields.length > START_TIME_FIELD) ? Optional.of(fields) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
