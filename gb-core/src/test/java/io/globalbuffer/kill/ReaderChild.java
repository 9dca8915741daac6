// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;

/**
 * A JVM that reads the samples of a {@link WriterChild} or its like. Its first command is
 * the buffer's name.
 */
final class ReaderChild implements Commands {

	/** Starts the process, which waits for commands then. */
	static final JavaCommand COMMAND = JavaCommand.of(ReaderChild.class).with(JavaCommand.NATIVE_ACCESS);

	/** Reads one sample, the next in order, and returns {@link #READ}. */
	static final String READ = "read";

	/** Reads each sample in order, and never returns. */
	static final String NEXT = "next";

	/** Reads the newest sample again and again, and never returns. */
	static final String LATEST = "latest";

	private @Nullable ArrayReader<long[]> attached;

	private ReaderChild() {
	}

	/** The process. */
	static void main() throws Exception {
		ParentProcess.obey(new ReaderChild());
	}

	@Override
	public String run(String command) throws InterruptedException {
		switch (command) {
			case READ -> reader().next();
			case NEXT -> readAll(reader());
			case LATEST -> pollNewest(reader());
			default -> this.attached = GlobalBuffer.attach(command).asArray(AttachedReaders.SPEC);
		}
		return command;
	}

	private ArrayReader<long[]> reader() {
		return Objects.requireNonNull(this.attached, "Which buffer?");
	}

	private static void readAll(ArrayReader<long[]> reader) throws InterruptedException {
		while (reader.isOpen()) {
			reader.next();
		}
	}

	private static void pollNewest(ArrayReader<long[]> reader) {
		while (reader.isOpen()) {
			try {
				reader.latest();
			}
			catch (BufferContendedException ex) {
				// the writer was faster: try again
				Thread.onSpinWait();
			}
		}
	}

}
