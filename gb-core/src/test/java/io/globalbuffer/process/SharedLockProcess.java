package io.globalbuffer.process;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A stranger that may only read a segment, and holds a shared lock on the bytes of its
 * writer's lock.
 */
public final class SharedLockProcess {

	private static final long OFFSET = 8128;

	private static final long BYTES = 64;

	private SharedLockProcess() {
	}

	/**
	 * Starts it, and waits until it holds the lock.
	 * @param path the segment
	 * @return the process, to be closed
	 */
	public static JavaProcess start(Path path) {
		JavaProcess process = JavaProcess
			.start(JavaCommand.of(SharedLockProcess.class, path.toString()).with(JavaCommand.QUICK_START));
		process.call("is it held?");
		return process;
	}

	/**
	 * The process, which answers whatever it is asked with whether it holds the lock.
	 * @param arguments the segment
	 */
	static void main(String[] arguments) throws Exception {
		try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ);
				FileLock lock = channel.lock(OFFSET, BYTES, true)) {
			ParentProcess.obey((command) -> Boolean.toString(lock.isValid()));
		}
	}

}
