// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Sample;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.MessageTooLargeException;

/**
 * Records one stream, on a thread of its own. Samples are in the files half a second
 * after they came, at the latest, or when there are many bytes of them.
 */
final class StreamRecorder {

	private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final int FLUSH_BYTES = 1 << 18;

	/** How long at most the end of the recorder goes unnoticed. */
	private static final Duration LOOK = Duration.ofMillis(100);

	private final String stream;

	private final StreamFolder folder;

	private final SplitRule split;

	private final BufferReader<byte[]> reader;

	private @Nullable PartWriter part;

	private int number;

	private int generation;

	private long begun;

	private long flushed = System.nanoTime();

	private volatile RecordingProgress progress;

	StreamRecorder(String stream, StreamFolder folder, SplitRule split, BufferReader<byte[]> reader) {
		this.stream = stream;
		this.folder = folder;
		this.split = split;
		this.reader = reader;
		this.progress = new RecordingProgress(stream, 0, 0, 0);
	}

	/**
	 * When a new part begins.
	 *
	 * @param bytes the size of a part
	 * @param nanos how long a part lasts
	 */
	record SplitRule(long bytes, long nanos) {

	}

	RecordingProgress progress() {
		return this.progress;
	}

	/**
	 * Records until it is to end, and then what was written by then.
	 * @throws RecordingException if the files cannot be written
	 */
	void run(BooleanSupplier ending) throws InterruptedException {
		try (this.reader) {
			try {
				while (!ending.getAsBoolean()) {
					take(LOOK);
				}
				long left = this.reader.lag().orElse(0);
				while (left > 0 && take(Duration.ZERO)) {
					left--;
				}
				endPart();
			}
			finally {
				PartWriter open = this.part;
				if (open != null) {
					open.close();
				}
			}
		}
		catch (IOException ex) {
			throw new RecordingException("Stream '" + this.stream + "' cannot be recorded any further into '"
					+ this.folder.path() + "', part " + this.number + ": " + ex.getMessage()
					+ ". What is there counts; make room, and record into the same folder to go on", ex);
		}
	}

	/** Records the next sample; {@code false} if none came. */
	private boolean take(Duration patience) throws IOException, InterruptedException {
		Optional<Sample<byte[]>> sample = next(patience);
		if (sample.isPresent()) {
			append(sample.get());
		}
		PartWriter open = this.part;
		if (open != null && open.pending() > 0
				&& (open.pending() >= FLUSH_BYTES || System.nanoTime() - this.flushed >= FLUSH_NANOS)) {
			open.flush();
			this.flushed = System.nanoTime();
		}
		return sample.isPresent();
	}

	private Optional<Sample<byte[]>> next(Duration patience) throws InterruptedException {
		try {
			return this.reader.next(patience);
		}
		catch (BufferContendedException | MessageTooLargeException ex) {
			// it counts as missed, unless it can be read after all
			return Optional.empty();
		}
	}

	private void append(Sample<byte[]> sample) throws IOException {
		Instant now = Instant.now();
		PartWriter open = this.part;
		if (open == null || sample.generation() != this.generation || open.length() >= this.split.bytes()
				|| System.nanoTime() - this.begun >= this.split.nanos()) {
			endPart();
			open = begin(sample);
		}
		open.append(new RecordedRow(sample.sequence(), sample.missed(), sample.writtenAt(), now), sample.value());
		RecordingProgress before = this.progress;
		this.progress = new RecordingProgress(this.stream, before.samples() + 1, before.bytes() + sample.value().length,
				before.missed() + sample.missed());
	}

	private PartWriter begin(Sample<byte[]> sample) throws IOException {
		PartFacts facts = new PartFacts(this.stream, this.reader.position().at(sample.sequence()),
				this.reader.layout().orElseThrow());
		this.number = this.folder.nextNumber();
		facts.write(this.folder.file(this.number, StreamFolder.FACTS));
		PartWriter created = PartWriter.create(this.folder, this.number, facts.layout());
		this.part = created;
		this.generation = sample.generation();
		this.begun = System.nanoTime();
		return created;
	}

	private void endPart() throws IOException {
		PartWriter open = this.part;
		if (open != null) {
			open.flush();
			this.part = null;
			open.close();
		}
	}

}
