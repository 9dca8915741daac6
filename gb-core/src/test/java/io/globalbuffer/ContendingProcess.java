// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Another process that wants a segment, or is in the way of those who do. Answers each
 * command with {@link #DONE}, or with {@link #LOST}.
 */
final class ContendingProcess implements Commands {

	static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	static final String DONE = "done";

	/** Another writer was faster. */
	static final String LOST = "lost";

	private static final String LOCK = "lock";

	private static final String REPLACE = "replace";

	private static final String RELEASE = "release";

	private static final long EXTENSION_BYTES = 64;

	private final List<AutoCloseable> held = new ArrayList<>();

	private ContendingProcess() {
	}

	static JavaProcess start() {
		return JavaProcess
			.start(JavaCommand.of(ContendingProcess.class).with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START));
	}

	/**
	 * The command to hold a shared lock where the writer's lock is, as whoever may read
	 * the file can.
	 */
	static String lock(Path path) {
		return LOCK + " " + path;
	}

	/** The command to replace a segment, and to write one sample if that succeeds. */
	static String replace(Path directory, String name) {
		return REPLACE + " " + directory + " " + name;
	}

	/** The command to end whatever it holds. */
	static String release() {
		return RELEASE + " .";
	}

	static void main() throws Exception {
		ParentProcess.obey(new ContendingProcess());
	}

	@Override
	public String run(String command) throws Exception {
		String[] words = command.split(" ", -1);
		Path path = Path.of(words[1]);
		return switch (words[0]) {
			case LOCK -> lockShared(path);
			case REPLACE -> replaceAndWrite(path, words[2]);
			default -> releaseAll();
		};
	}

	private String lockShared(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
		this.held.add(channel);
		channel.lock(SegmentFile.EXTENSION, EXTENSION_BYTES, true);
		return DONE;
	}

	private String replaceAndWrite(Path directory, String name) {
		try {
			ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC)
				.directory(directory)
				.capacity(3)
				.onExisting(OnExisting.REPLACE)
				.open();
			this.held.add(writer);
			writer.write(new long[] { ProcessHandle.current().pid() });
			return DONE;
		}
		catch (WriterConflictException ex) {
			return LOST;
		}
	}

	private String releaseAll() throws Exception {
		for (AutoCloseable each : this.held) {
			each.close();
		}
		this.held.clear();
		return DONE;
	}

}
