// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Another process that holds a lock on the bytes of a segment's writer's lock, and has
 * nothing mapped.
 */
public final class LockProcess {

	private static final long OFFSET = 8128;

	private static final long BYTES = 64;

	private LockProcess() {
	}

	/**
	 * Starts a stranger that holds a shared lock, as whoever may only read can.
	 * @param path the segment
	 * @return the process, to be closed; it holds the lock
	 */
	public static JavaProcess shared(Path path) {
		return start(path, true);
	}

	/**
	 * Starts a process that holds the lock as a writer does.
	 * @param path the segment
	 * @return the process, to be closed; it holds the lock
	 */
	public static JavaProcess exclusive(Path path) {
		return start(path, false);
	}

	private static JavaProcess start(Path path, boolean shared) {
		JavaProcess process = JavaProcess
			.start(JavaCommand.of(LockProcess.class, path.toString(), Boolean.toString(shared))
				.with(JavaCommand.QUICK_START));
		process.call("is it held?");
		return process;
	}

	/**
	 * The process, which answers whatever it is asked with whether it holds the lock.
	 * @param arguments the segment, and whether the lock is a shared one
	 */
	static void main(String[] arguments) throws Exception {
		boolean shared = Boolean.parseBoolean(arguments[1]);
		try (FileChannel channel = FileChannel.open(Path.of(arguments[0]),
				shared ? StandardOpenOption.READ : StandardOpenOption.WRITE);
				FileLock lock = channel.lock(OFFSET, BYTES, shared)) {
			ParentProcess.obey((command) -> Boolean.toString(lock.isValid()));
		}
	}

}
