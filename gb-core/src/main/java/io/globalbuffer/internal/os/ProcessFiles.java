package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells of processes in /proc. What cannot be read there proves nothing: it
 * may be hidden from this user.
 */
public final class ProcessFiles {

	private static final Path PROC = Path.of("/proc");

	/** Of the fields after the command's name, which may contain anything. */
	private static final int STATE_FIELD = 0;

	private static final int THREADS_FIELD = 17;

	private static final int START_TIME_FIELD = 19;

	/** Of a line of maps: addresses, permissions, offset, device, inode, path. */
	private static final int INODE_COLUMN = 4;

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

	/** Whether all that is left of a process is its exit status. */
	static boolean isZombie(long pid) {
		return statusOf(pid).filter((fields) -> fields[STATE_FIELD].equals("Z") || fields[STATE_FIELD].equals("X"))
			.filter((fields) -> fields[THREADS_FIELD].equals("1"))
			.isPresent();
	}

	/** Whether a process shows all it has mapped, and a file is not among it. */
	static boolean hasNotMapped(long pid, long inode) {
		List<String> maps;
		try {
			maps = Files.readAllLines(PROC.resolve(pid + "/maps"));
		}
		catch (IOException ex) {
			return false;
		}
		String wanted = Long.toString(inode);
		// of a process whose first thread has ended none are shown
		return !maps.isEmpty() && maps.stream()
			.map((line) -> line.split(" +", INODE_COLUMN + 2))
			.noneMatch((columns) -> columns.length > INODE_COLUMN && columns[INODE_COLUMN].equals(wanted));
	}

	private static Optional<String[]> statusOf(long pid) {
		try {
			String status = Files.readString(PROC.resolve(pid + "/stat"));
			String[] fields = status.substring(status.lastIndexOf(')') + 1).trim().split(" ");
			return (fields.length > START_TIME_FIELD) ? Optional.of(fields) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
