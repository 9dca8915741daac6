// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;

/**
 * Another process that has all files of a directory mapped, and no lock on any: to write
 * to them, as a Python writer and each Python reader has, or to read them only, as Java
 * readers have.
 */
final class MappingProcess {

	private MappingProcess() {
	}

	/** Starts one that can write, and says in the segment that it is the writer. */
	static JavaProcess start(SegmentFile file, Path path) throws IOException {
		return start(file, path, FileChannel.MapMode.READ_WRITE);
	}

	/** Starts one that can only read, and says in the segment that it is the writer. */
	static JavaProcess startReader(SegmentFile file, Path path) throws IOException {
		return start(file, path, FileChannel.MapMode.READ_ONLY);
	}

	private static JavaProcess start(SegmentFile file, Path path, FileChannel.MapMode mode) throws IOException {
		JavaProcess process = JavaProcess
			.start(JavaCommand.of(MappingProcess.class, String.valueOf(path.getParent()), mode.toString())
				.with(JavaCommand.QUICK_START));
		process.call("look");
		file.putLong(SegmentFile.PID, process.pid());
		return process;
	}

	/**
	 * The process, which answers whatever it is asked with the number of its mappings.
	 * @param arguments the directory and the mode
	 */
	static void main(String[] arguments) throws Exception {
		List<MappedByteBuffer> mappings = new ArrayList<>();
		try (var files = Files.newDirectoryStream(Path.of(arguments[0]))) {
			for (Path file : files) {
				mappings.add(map(file, arguments[1].equals(FileChannel.MapMode.READ_WRITE.toString())));
			}
		}
		ParentProcess.obey((command) -> Integer.toString(mappings.size()));
	}

	private static MappedByteBuffer map(Path path, boolean writable) throws IOException {
		Set<StandardOpenOption> options = writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
				: Set.of(StandardOpenOption.READ);
		try (FileChannel channel = FileChannel.open(path, options)) {
			return channel.map(writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY, 0,
					channel.size());
		}
	}

}
