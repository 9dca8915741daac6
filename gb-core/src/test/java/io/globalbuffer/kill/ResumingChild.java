// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.process.Commands;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;

/**
 * A JVM that reads under an identity, and notes each sample in a file before it asks for
 * the next one. It is told buffer and file by {@link #use}.
 */
final class ResumingChild implements Commands {

	/** Starts the process, which waits for commands then. */
	static final JavaCommand COMMAND = JavaCommand.of(ResumingChild.class).with(JavaCommand.NATIVE_ACCESS);

	/** Opens the reader. */
	static final String OPEN = "open";

	/** Reads one sample; returns its sequence. */
	static final String READ = "read";

	/** Reads sample after sample, and never returns. */
	static final String SINGLE = "single";

	/** Reads batch after batch, and never returns. */
	static final String BATCH = "batch";

	/** The most samples of a batch. */
	static final int BATCH_SAMPLES = 16;

	static final String IDENTITY = "station-3";

	private static final long WORK_NANOS = 50_000;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final long run = ProcessHandle.current().pid();

	private @Nullable String name;

	private @Nullable FileChannel notes;

	private @Nullable ArrayReader<long[]> opened;

	private ResumingChild() {
	}

	/** The command that says which buffer it is, and where samples are noted. */
	static String use(String name, Path notes) {
		return name + " " + notes;
	}

	/** How such a process, or its successor, opens the reader. */
	static ArrayReader<long[]> open(String name) {
		return GlobalBuffer.attach(name).following().resumeAs(IDENTITY).asArray(ResumedStream.SPEC);
	}

	/** The process. */
	static void main() throws Exception {
		ParentProcess.obey(new ResumingChild());
	}

	@Override
	public String run(String command) throws Exception {
		switch (command) {
			case OPEN -> this.opened = open(Objects.requireNonNull(this.name));
			case READ -> {
				return Long.toString(readOne());
			}
			case SINGLE -> readSamples();
			case BATCH -> readBatches();
			default -> use(command.split(" ", -1));
		}
		return "0";
	}

	private void use(String[] arguments) throws IOException {
		this.name = arguments[0];
		this.notes = FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	private long readOne() throws Exception {
		Sample<long[]> sample = reader().next(PATIENCE).orElseThrow();
		note(sample.value(), 1, sample.missed());
		return sample.sequence();
	}

	/** So long that a kill often meets samples that are delivered and not done. */
	private static void work(int samples) {
		long end = System.nanoTime() + samples * WORK_NANOS;
		while (System.nanoTime() - end < 0) {
			Thread.onSpinWait();
		}
	}

	private void readSamples() throws Exception {
		while (reader().isOpen()) {
			try {
				readOne();
				work(1);
			}
			catch (BufferContendedException ex) {
				// the writer was faster: try again
				Thread.onSpinWait();
			}
		}
	}

	private void readBatches() throws Exception {
		long[] batch = new long[BATCH_SAMPLES * ResumedStream.SPEC.length()];
		long overruns = reader().overruns();
		while (reader().isOpen()) {
			int samples = reader().nextBatchInto(batch, PATIENCE);
			note(batch, samples, reader().overruns() - overruns);
			overruns = reader().overruns();
			work(samples);
		}
	}

	/**
	 * With one call to the system, which a kill does not divide. What was missed and does
	 * not lie within a batch lies before it.
	 */
	private void note(long[] values, int samples, long missed) throws IOException {
		int length = ResumedStream.SPEC.length();
		long within = values[(samples - 1) * length] - values[0] - (samples - 1);
		ByteBuffer bytes = ByteBuffer.allocate(samples * ResumedStream.Note.BYTES);
		for (int i = 0; i < samples; i++) {
			long value = values[i * length];
			long gap = (i == 0) ? missed - within : value - values[(i - 1) * length] - 1;
			bytes.putLong(this.run).putLong(value).putLong(gap).putLong(samples - i);
		}
		Objects.requireNonNull(this.notes).write(bytes.flip());
	}

	private ArrayReader<long[]> reader() {
		return Objects.requireNonNull(this.opened, "Open it first");
	}

}
