// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.kill.NumberedSamples;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads a mirror as any other process does, from its first sample on, and misses nothing.
 */
final class MirrorWatch implements AutoCloseable {

	private static final Duration LOOK = Duration.ofMillis(50);

	private static final long LIMIT_SECONDS = 60;

	private final List<Long> values = new ArrayList<>();

	private final FutureTask<Void> task;

	private volatile boolean stopped;

	private volatile long newest = -1;

	private MirrorWatch(NumberedSamples<?> samples, Path directory) {
		this.task = new FutureTask<>(() -> read(samples, directory), null);
	}

	static MirrorWatch of(NumberedSamples<?> samples, Path directory) {
		MirrorWatch watch = new MirrorWatch(samples, directory);
		Thread.ofPlatform().daemon().name("mirror-watch").start(watch.task);
		return watch;
	}

	/** What the newest sample holds; -1 before the first one. */
	long newest() {
		if (this.task.isDone()) {
			values();
		}
		return this.newest;
	}

	/** Ends it. Returns what each sample holds, in their order. */
	List<Long> values() {
		close();
		try {
			this.task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
			return this.values;
		}
		catch (ExecutionException | InterruptedException | TimeoutException ex) {
			throw new AssertionError("The mirror cannot be read", ex);
		}
	}

	@Override
	public void close() {
		this.stopped = true;
	}

	private <T> void read(NumberedSamples<T> samples, Path directory) {
		try (BufferReader<T> reader = samples.attach()
			.apply(GlobalBuffer.attach(ReplicatingApplication.MIRROR_SEGMENT)
				.directory(directory)
				.following()
				.startFrom(StartPosition.OLDEST))) {
			Optional<Sample<T>> sample = Optional.empty();
			// what is there when it is stopped is read to its end
			while (sample.isPresent() || !this.stopped) {
				sample = reader.next(LOOK);
				sample.ifPresent((present) -> note(samples, present));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Interrupted, which is not done to it", ex);
		}
	}

	private <T> void note(NumberedSamples<T> samples, Sample<T> sample) {
		long value = samples.number().applyAsLong(sample.value());
		assertThat(sample.missed()).as("missed by the watch before %s", value).isZero();
		this.values.add(value);
		this.newest = value;
	}

}
