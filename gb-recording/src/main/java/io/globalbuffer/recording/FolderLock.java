// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * Lets one recorder at a time write into a stream's folder. The kernel takes the lock off
 * a process that died.
 */
final class FolderLock implements AutoCloseable {

	private static final String FILE = ".lock";

	private final FileChannel channel;

	private FolderLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Makes the folder, if it is not there, and locks it.
	 * @throws RecordingException if another recorder has it
	 */
	static FolderLock take(Path folder) throws IOException {
		Files.createDirectories(folder);
		FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		boolean locked = false;
		try {
			locked = isLocked(channel);
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
		if (!locked) {
			throw new RecordingException(
					"Another recorder records into '" + folder + "': record into another folder, or end that one",
					null);
		}
		return new FolderLock(channel);
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			@Nullable Object lock = channel.tryLock();
			return lock != null;
		}
		catch (OverlappingFileLockException ex) {
			// one of this process
			return false;
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// nothing was written to it, and the lock is gone with it
		}
	}

}
