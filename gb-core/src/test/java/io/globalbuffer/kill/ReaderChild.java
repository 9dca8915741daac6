package io.globalbuffer.kill;

import java.io.IOException;
import java.util.List;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferContendedException;

/**
 * A JVM that reads the samples of a {@link WriterChild} or its like.
 */
final class ReaderChild {

	/** Reads one sample, the next in order, and returns {@link #READ}. */
	static final String READ = "read";

	/** Reads each sample in order, and never returns. */
	static final String NEXT = "next";

	/** Reads the newest sample again and again, and never returns. */
	static final String LATEST = "latest";

	private final ArrayReader<long[]> reader;

	private ReaderChild(String name) {
		this.reader = GlobalBuffer.attach(name).asArray(WriterChild.SPEC);
	}

	/** Starts the process, which attaches and waits for commands then. */
	static ChildJvm start(String name) throws IOException {
		return ChildJvm.start(ReaderChild.class, List.of(), name);
	}

	/**
	 * The process.
	 * @param arguments the buffer's name
	 */
	static void main(String[] arguments) throws IOException {
		ChildJvm.serve(new ReaderChild(arguments[0])::run);
	}

	private String run(String command) throws InterruptedException {
		switch (command) {
			case READ -> this.reader.next();
			case NEXT -> readAll();
			case LATEST -> pollNewest();
			default -> throw new IllegalArgumentException("Unknown command '" + command + "'");
		}
		return command;
	}

	private void readAll() throws InterruptedException {
		while (this.reader.isOpen()) {
			this.reader.next();
		}
	}

	private void pollNewest() {
		while (this.reader.isOpen()) {
			try {
				this.reader.latest();
			}
			catch (BufferContendedException ex) {
				// the writer was faster: try again
				Thread.onSpinWait();
			}
		}
	}

}
