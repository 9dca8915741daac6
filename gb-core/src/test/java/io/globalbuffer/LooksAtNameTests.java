// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.AwaitedStream;
import io.globalbuffer.wait.WaitStrategy;
import io.globalbuffer.wait.Waiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How often readers that wait look where their name leads: twice a second where its
 * directory tells of changes, and every 50 ms elsewhere; for all of them together.
 */
@SuppressWarnings("try")
class LooksAtNameTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	/** Questions to the file system for an attempt to open a segment, at most. */
	private static final int QUESTIONS = 20;

	/** Of a look at a name. */
	private static final int LOOK = 3;

	/** Between looks, where changes are told and where they are not. */
	private static final Duration TOLD = Duration.ofMillis(500);

	private static final Duration UNTOLD = Duration.ofMillis(50);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private CountedFileSystem files = new CountedFileSystem(FileSystems.getDefault(), false);

	private final AtomicLong polls = new AtomicLong();

	@Test
	void whileThereIsNone() throws Exception {
		ArrayReader<long[]> reader = attach();
		long start = System.nanoTime();
		long before = this.files.looks();
		Background<Sample<long[]>> next = Background.run(reader::next);
		awaitLooks(10);
		reader.close();
		assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
		assertThat(this.files.looks() - before).isLessThan(allowed(System.nanoTime() - start));
	}

	@Test
	void onceForAllReadersOfAName() throws Exception {
		assertLooksOfOne(300, UNTOLD);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void twiceASecondWhereChangesAreTold() throws Exception {
		this.files = new CountedFileSystem(FileSystems.getDefault(), true);
		assertLooksOfOne(300, TOLD);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void twiceASecondWhileThereIsASegmentToo() throws Exception {
		this.files = new CountedFileSystem(FileSystems.getDefault(), true);
		try (ArrayWriter<long[]> writer = create()) {
			assertThat(writer.isOpen()).isTrue();
			assertLooksOfOne(300, TOLD);
		}
	}

	@Test
	void onceForEachOfManyNames() {
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		try {
			for (int i = 0; i < 300; i++) {
				readers.add(builder("n" + i).asArray(SPEC));
			}
			awaitLooks(600);
			long start = System.nanoTime();
			long before = this.files.looks();
			awaitLooks(1200);
			long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
			assertThat(this.files.looks() - before).isLessThan(300L * LOOK * (millis / 500 + 2));
		}
		finally {
			readers.forEach(ArrayReader::close);
		}
	}

	@Test
	void whileItIsThere() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			assertThat(writer.isOpen()).isTrue();
			assertRareLooks(reader);
		}
	}

	@Test
	void afterItIsGone() throws Exception {
		try (ArrayReader<long[]> reader = attachToUnlinked()) {
			assertRareLooks(reader);
		}
	}

	@Test
	void afterItWasReplacedByOneThatDoesNotGetReady() throws Exception {
		try (ArrayReader<long[]> reader = attachToUnlinked()) {
			Files.write(this.directory.segment("n"), new byte[1 << 16]);
			await().until(() -> reader.stats().writer().state() == WriterState.REPLACED);
			assertRareLooks(reader);
		}
	}

	@Test
	void afterItLostMemory() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			new SegmentFile(this.directory.segment("n")).resize(0);
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			// of such a segment there is nothing to be polled
			assertRareLooks(reader, 0);
			writer.unlink();
		}
	}

	@Test
	void afterItIsGoneAndIsAskedAgainAndAgain() throws Exception {
		try (ArrayReader<long[]> reader = attachToUnlinked()) {
			long start = System.nanoTime();
			long before = this.files.looks();
			for (int i = 0; i < 100_000; i++) {
				assertThat(reader.latestInto(new long[1])).isEqualTo(ArrayReader.NONE);
			}
			assertThat(this.files.looks() - before).isLessThan(allowed(System.nanoTime() - start));
		}
	}

	private void assertRareLooks(ArrayReader<long[]> reader) throws Exception {
		assertRareLooks(reader, 10);
	}

	private void assertRareLooks(ArrayReader<long[]> reader, int pollsPerLook) throws Exception {
		long start = System.nanoTime();
		long before = this.files.looks();
		Background<Sample<long[]>> next = Background.run(reader::next);
		await().until(() -> this.files.looks() > before + 3
				&& this.polls.get() >= pollsPerLook * allowed(System.nanoTime() - start));
		reader.close();
		assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
		assertThat(this.files.looks() - before).isLessThan(allowed(System.nanoTime() - start));
	}

	private void assertLooksOfOne(int count, Duration interval) throws Exception {
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		List<Background<Sample<long[]>>> waiting = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				ArrayReader<long[]> reader = builder("n").waitStrategy(WaitStrategy.poll(TOLD)).asArray(SPEC);
				readers.add(reader);
				waiting.add(Background.run(reader::next));
			}
			await().until(() -> waiting.stream().allMatch(Background::isWaiting));
			// what was there when they began is known
			awaitLooks(1);
			long start = System.nanoTime();
			long before = this.files.looks();
			awaitLooks(5);
			long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
			assertThat(this.files.looks() - before)
				.isLessThan(LOOK * (millis / interval.toMillis() + millis / 500 + 4));
		}
		finally {
			readers.forEach(ArrayReader::close);
		}
		for (Background<Sample<long[]>> next : waiting) {
			assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
		}
	}

	private void awaitLooks(int count) {
		long before = this.files.looks();
		await().until(() -> this.files.looks() > before + (long) count * LOOK);
	}

	/** Of the reader, and of the background thread. */
	private static long allowed(long nanos) {
		long millis = Duration.ofNanos(nanos).toMillis();
		return QUESTIONS * (millis / 50 + millis / 500 + 4);
	}

	private ArrayReader<long[]> attachToUnlinked() {
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> reader = attach();
			writer.unlink();
			await().until(() -> reader.stats().writer().state() == WriterState.UNLINKED);
			return reader;
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("n", SPEC).directory(this.directory.path()).capacity(3).open();
	}

	private ArrayReader<long[]> attach() {
		WaitStrategy spin = WaitStrategy.poll(Duration.ZERO, Duration.ZERO);
		return builder("n").waitStrategy(() -> counted(spin.newWaiter())).asArray(SPEC);
	}

	private ReaderBuilder builder(String name) {
		return GlobalBuffer.attach(name).directory(this.files.counted(this.directory.path())).following();
	}

	private Waiter counted(Waiter waiter) {
		return new Waiter() {

			@Override
			public void reset() {
				waiter.reset();
			}

			@Override
			public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
				LooksAtNameTests.this.polls.incrementAndGet();
				waiter.pause(stream, maxNanos);
			}

		};
	}

}
