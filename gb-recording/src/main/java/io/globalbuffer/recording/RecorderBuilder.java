// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderBuilder;

/**
 * The options of a recorder, and in the end the recorder. Not safe for use by many
 * threads.
 */
public final class RecorderBuilder {

	/** However fast the writer is, there is a moment to copy a sample. */
	private static final Duration CONTENTION_BUDGET = Duration.ofMillis(200);

	private final Path folder;

	private final Set<String> streams = new LinkedHashSet<>();

	private @Nullable Path directory;

	private @Nullable String owner;

	private long splitBytes = Long.MAX_VALUE;

	private long splitNanos = Long.MAX_VALUE;

	RecorderBuilder(Path folder) {
		this.folder = folder;
	}

	/**
	 * Adds a stream. It need not be there yet, and may be replaced.
	 * @param name its name
	 * @return this builder
	 */
	public RecorderBuilder stream(String name) {
		this.streams.add(name);
		return this;
	}

	/**
	 * Sets the directory of the streams. The default is {@code /dev/shm}.
	 * @param directory a directory
	 * @return this builder
	 */
	public RecorderBuilder directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Sets the user to whom the streams must belong. The default is the user of this
	 * process.
	 * @param user the name or number of a user
	 * @return this builder
	 */
	public RecorderBuilder owner(String user) {
		this.owner = user;
		return this;
	}

	/**
	 * Lets a new part begin with the first sample after so many bytes. The default is
	 * never.
	 * @param bytes the size of a part
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public RecorderBuilder splitBytes(long bytes) {
		if (bytes < 1) {
			throw new IllegalArgumentException("A part has at least 1 byte, not " + bytes);
		}
		this.splitBytes = bytes;
		return this;
	}

	/**
	 * Lets a new part begin with the first sample after so long a time. The default is
	 * never.
	 * @param duration how long a part lasts
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public RecorderBuilder splitAfter(Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("A part lasts for a while, not " + duration);
		}
		this.splitNanos = TimeUnit.NANOSECONDS.convert(duration);
		return this;
	}

	/**
	 * Attaches to the streams and begins to record: what is written from now on, or where
	 * the folder holds a recording of the stream, from its last sample on.
	 * @return the recorder, to be closed
	 * @throws IllegalArgumentException if no stream was named
	 * @throws RecordingException if another recorder records one of them into the same
	 * folder, or it cannot be written
	 */
	public Recorder start() {
		if (this.streams.isEmpty()) {
			throw new IllegalArgumentException("Name a stream to record");
		}
		List<FolderLock> locks = new ArrayList<>();
		List<BufferReader<byte[]>> readers = new ArrayList<>();
		boolean started = false;
		try {
			List<StreamRecorder> recorders = new ArrayList<>();
			for (String name : this.streams) {
				StreamFolder target = StreamFolder.of(this.folder, name);
				ReaderBuilder attaching = attach(name);
				FolderLock lock = FolderLock.take(target.path());
				locks.add(lock);
				Optional<RecordedStream> before = RecordedStream.look(target);
				if (before.isPresent()) {
					attaching.startAt(before.get().end());
				}
				BufferReader<byte[]> reader = attaching.asRawBytes();
				readers.add(reader);
				recorders.add(new StreamRecorder(name, target,
						new StreamRecorder.SplitRule(this.splitBytes, this.splitNanos), reader));
			}
			Recorder recorder = Recorder.start(recorders, locks);
			started = true;
			return recorder;
		}
		catch (IOException ex) {
			throw new RecordingException("'" + this.folder + "' cannot be recorded into: " + ex, ex);
		}
		finally {
			if (!started) {
				readers.forEach(BufferReader::close);
				locks.forEach(FolderLock::close);
			}
		}
	}

	private ReaderBuilder attach(String name) {
		ReaderBuilder builder = GlobalBuffer.attach(name).following().contentionBudget(CONTENTION_BUDGET);
		if (this.directory != null) {
			builder.directory(this.directory);
		}
		if (this.owner != null) {
			builder.owner(this.owner);
		}
		return builder;
	}

}
