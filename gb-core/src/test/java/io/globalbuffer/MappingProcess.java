package io.globalbuffer;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;

/**
 * Another process that has a file mapped for writing, and no lock on it, as a Python
 * writer has.
 */
final class MappingProcess {

	private MappingProcess() {
	}

	/** Starts it, and says in the segment that it is the writer. */
	static JavaProcess start(SegmentFile file, Path path) throws IOException {
		JavaProcess process = JavaProcess
			.start(JavaCommand.of(MappingProcess.class, path.toString()).with(JavaCommand.QUICK_START));
		process.call("look");
		file.putLong(SegmentFile.PID, process.pid());
		return process;
	}

	/**
	 * The process, which answers whatever it is asked with the file's first byte.
	 * @param arguments the file
	 */
	static void main(String[] arguments) throws Exception {
		MappedByteBuffer mapping = map(Path.of(arguments[0]));
		ParentProcess.obey((command) -> Byte.toString(mapping.get(0)));
	}

	private static MappedByteBuffer map(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
		}
	}

}
