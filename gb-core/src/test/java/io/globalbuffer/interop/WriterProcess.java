// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link WriterChild} of short arrays, for tests that kill it.
 */
final class WriterProcess implements AutoCloseable {

	/** What its samples are. */
	static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 16);

	/** How many of them its ring keeps. */
	static final int CAPACITY = 256;

	private static final JavaCommand COMMAND = WriterChild.COMMAND.with(JavaCommand.QUICK_START);

	private final JavaProcess process;

	private long next;

	private WriterProcess(JavaProcess process) {
		this.process = process;
	}

	/** Starts the process and waits until it has created or taken over the buffer. */
	static WriterProcess start(String name) {
		WriterProcess writer = new WriterProcess(JavaProcess.start(COMMAND));
		writer.process.call(WriterChild.use(name, SPEC, CAPACITY));
		writer.next = Long.parseLong(writer.process.call(WriterChild.OPEN));
		return writer;
	}

	/** Writes so many samples, and returns when all are written. */
	void write(int count) {
		for (int written = 0; written < count; written++) {
			this.process.send(WriterChild.WRITE);
		}
		for (int written = 0; written < count; written++) {
			assertThat(this.process.answer()).isEqualTo(Long.toString(++this.next));
		}
	}

	/** Starts to write without a pause, until the process is killed. */
	void stream() {
		this.process.send(WriterChild.STREAM);
	}

	/** Stops the process as a debugger would (SIGSTOP). */
	void pause() {
		this.process.pause();
	}

	/** Lets the stopped process go on. */
	void resume() {
		this.process.resume();
	}

	/** The process's id. */
	long pid() {
		return this.process.pid();
	}

	/** Kills the process at once (SIGKILL) and waits until it is gone. */
	void kill() {
		this.process.kill();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
