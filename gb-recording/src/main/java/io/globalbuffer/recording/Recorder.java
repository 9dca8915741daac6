// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Records streams into a folder until it is closed: every sample from its start on, with
 * its exact bytes, what was lost in between counted. Where the folder holds a recording
 * already it goes on behind its last sample, in new files; none is ever overwritten.
 * {@snippet :
 * try (Recorder recorder = Recorder.into(Path.of("drive")).stream("imu").stream("camera").start()) {
 * 	recorder.await(Duration.ofMinutes(10));
 * }
 * }
 * <p>
 * If one stream cannot be recorded any further, because the disk is full for example, all
 * end, and what has come so far is kept: {@link #await} returns, and {@link #failure()}
 * and {@link #close()} say why. For any thread.
 */
public final class Recorder implements AutoCloseable {

	private final List<StreamRecorder> streams;

	private final List<FolderLock> locks;

	private final AtomicReference<@Nullable RecordingException> failure = new AtomicReference<>();

	private final CountDownLatch running;

	private volatile boolean ending;

	private Recorder(List<StreamRecorder> streams, List<FolderLock> locks) {
		this.streams = streams;
		this.locks = locks;
		this.running = new CountDownLatch(streams.size());
	}

	/**
	 * Records into a folder.
	 * @param folder the folder; it is made if it is not there
	 * @return a builder
	 */
	public static RecorderBuilder into(Path folder) {
		return new RecorderBuilder(folder);
	}

	static Recorder start(List<StreamRecorder> streams, List<FolderLock> locks) {
		Recorder recorder = new Recorder(List.copyOf(streams), List.copyOf(locks));
		for (StreamRecorder stream : recorder.streams) {
			Thread.ofPlatform()
				.daemon()
				.name("globalbuffer-record-" + stream.progress().stream())
				.start(() -> recorder.run(stream));
		}
		return recorder;
	}

	private void run(StreamRecorder stream) {
		try {
			stream.run(() -> this.ending);
		}
		catch (RecordingException ex) {
			failed(ex);
		}
		catch (InterruptedException | RuntimeException | Error ex) {
			failed(new RecordingException(
					"Stream '" + stream.progress().stream() + "' cannot be recorded any further: " + ex.getMessage(),
					ex));
		}
		finally {
			this.running.countDown();
		}
	}

	private void failed(RecordingException reason) {
		this.failure.compareAndSet(null, reason);
		this.ending = true;
	}

	/**
	 * Returns how far each stream has come.
	 * @return a look at each, in the order in which they were named
	 */
	public List<RecordingProgress> progress() {
		return this.streams.stream().map(StreamRecorder::progress).toList();
	}

	/**
	 * Waits until the recorder has ended: after a failure, or since it was closed.
	 * @param timeout how long to wait
	 * @return whether it has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean await(Duration timeout) throws InterruptedException {
		return this.running.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Returns why recording ended by itself.
	 * @return the first failure; empty while there was none
	 */
	public Optional<RecordingException> failure() {
		return Optional.ofNullable(this.failure.get());
	}

	/**
	 * Records what was written by now, and closes the files. A second call does nothing
	 * more than the first.
	 * @throws RecordingException if a stream could not be recorded to its end
	 */
	@Override
	public void close() {
		this.ending = true;
		boolean interrupted = false;
		while (this.running.getCount() > 0) {
			try {
				this.running.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.locks.forEach(FolderLock::close);
		failure().ifPresent((reason) -> {
			throw reason;
		});
	}

}
