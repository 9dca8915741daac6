// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.PatientWait;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The process of {@link RefusedFutexTests}. Ends with 0 if all is as it should be.
 */
@SuppressWarnings("try")
final class FilteredProcess {

	private static final Duration LONG = Duration.ofMinutes(1);

	/** Less than it sleeps unless it is woken. */
	private static final long LIMIT_SECONDS = 20;

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private final Path directory;

	private final SegmentFile segment;

	private final ArrayWriter<long[]> writer;

	private FilteredProcess(Path directory) {
		this.directory = directory;
		this.segment = new SegmentFile(directory.resolve("gb_f"));
		this.writer = GlobalBuffer.create("f", SPEC).directory(directory).capacity(8).open();
	}

	static void main(String[] arguments) throws Exception {
		FilteredProcess process = new FilteredProcess(Path.of(arguments[0]));
		process.pollVirtually();
		if (arguments[1].equals("all")) {
			process.poll();
		}
		else {
			process.sleep();
			process.closeAfterTruncation();
		}
	}

	/** There is no thread that could sleep for a virtual one. */
	private void pollVirtually() throws Exception {
		for (WaitStrategy strategy : new WaitStrategy[] { WaitStrategy.auto(), WaitStrategy.kernel() }) {
			try (ArrayReader<long[]> reader = attach(strategy)) {
				FutureTask<Optional<Sample<long[]>>> reading = new FutureTask<>(() -> reader.next(LONG));
				Thread thread = Thread.ofVirtual().start(reading);
				await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
				this.writer.write(new long[] { 1 });
				assertThat(reading.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isPresent();
			}
		}
		assertThat(event()).isZero();
	}

	private void poll() throws Exception {
		assertThat(features() & ExtensionLayout.FEATURE_WAKES).as("claims to wake").isZero();
		for (WaitStrategy strategy : new WaitStrategy[] { WaitStrategy.auto(), WaitStrategy.kernel() }) {
			try (ArrayReader<long[]> reader = attach(strategy)) {
				Thread thread = Thread.currentThread();
				FutureTask<Long> writing = start(() -> {
					await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
					return this.writer.write(new long[] { 1 });
				});
				assertThat(reader.next(LONG)).isPresent();
				assertThat(writing.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNegative();
			}
		}
		assertThat(event()).isZero();
	}

	private void sleep() throws Exception {
		assertThat(features() & ExtensionLayout.FEATURE_WAKES).as("claims to wake").isNotZero();
		try (ArrayReader<long[]> reader = attach(PatientWait::new)) {
			FutureTask<Optional<Sample<long[]>>> reading = startSleeping(reader);
			this.writer.write(new long[] { 2 });
			assertThat(reading.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isPresent();
		}
		try (ArrayReader<long[]> reader = attach(PatientWait::new)) {
			FutureTask<Optional<Sample<long[]>>> reading = startSleeping(reader);
			reader.close();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> reading.get(LIMIT_SECONDS, TimeUnit.SECONDS))
				.withCauseInstanceOf(BufferClosedException.class);
		}
		this.writer.write(new long[] { 3 });
		try (ArrayReader<long[]> reader = attach(PatientWait::new)) {
			Thread thread = Thread.currentThread();
			FutureTask<Boolean> interrupting = start(() -> {
				awaitSleeper();
				thread.interrupt();
				return true;
			});
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> reader.next(LONG));
			assertThat(interrupting.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
		}
	}

	/** A file that was truncated has no word to end the sleep by. */
	private void closeAfterTruncation() throws Exception {
		ArrayReader<long[]> reader = attach(PatientWait::new);
		FutureTask<Optional<Sample<long[]>>> reading = startSleeping(reader);
		try (FileChannel channel = FileChannel.open(this.directory.resolve("gb_f"), StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}
		reader.close();
		assertThat(reader.isOpen()).isFalse();
		assertThat(reading.isDone()).as("is woken").isFalse();
	}

	private FutureTask<Optional<Sample<long[]>>> startSleeping(ArrayReader<long[]> reader) {
		FutureTask<Optional<Sample<long[]>>> reading = start(() -> reader.next(LONG));
		awaitSleeper();
		return reading;
	}

	private static <T> FutureTask<T> start(Callable<T> action) {
		FutureTask<T> task = new FutureTask<>(action);
		Thread.ofPlatform().daemon().start(task);
		return task;
	}

	private void awaitSleeper() {
		await().until(() -> (event() & ExtensionLayout.EVENT_SLEEPERS) != 0);
	}

	private int event() {
		return this.segment.getInt(ExtensionLayout.EVENT_OFFSET);
	}

	private int features() {
		return this.segment.getInt(ExtensionLayout.FEATURES_OFFSET);
	}

	private ArrayReader<long[]> attach(WaitStrategy strategy) {
		return GlobalBuffer.attach("f").directory(this.directory).waitStrategy(strategy).asArray(SPEC);
	}

}
