// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.wake.Waker;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers for which other threads of the process sleep in the kernel, or look: virtual
 * threads, and those of writers that wake nobody. They wait longer than
 * {@link Background} does for a result, so that one that is not woken fails.
 */
class WatchedReadersTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final int MANY = 300;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	static Stream<Case> cases() {
		return Stream.of(new Case(true, true), new Case(true, false), new Case(false, false));
	}

	@ParameterizedTest
	@MethodSource("cases")
	void eachSampleIsDelivered(Case waiting) throws Exception {
		try (ArrayWriter<long[]> writer = create("a", waiting); ArrayReader<long[]> reader = attach("a")) {
			Background<Long> count = waiting.run(() -> countUntilNegative(reader));
			for (int i = 0; i < 200; i++) {
				if (i % 10 == 0) {
					count.awaitWaiting();
				}
				writer.write(new long[] { i });
			}
			writer.write(new long[] { -1 });
			assertThat(count.result()).isEqualTo(201);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void anInterruptEndsTheWait(Case waiting) throws Exception {
		try (ArrayWriter<long[]> writer = create("a", waiting); ArrayReader<long[]> reader = attach("a")) {
			for (int i = 0; i < 10; i++) {
				Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
				next.interrupt();
				assertThat(next.failure()).isInstanceOf(InterruptedException.class);
				writer.write(new long[] { i });
				assertThat(reader.next(LONG).orElseThrow().value()).containsExactly(i);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void closingTheReaderEndsTheWait(Case waiting) throws Exception {
		try (ArrayWriter<long[]> writer = create("a", waiting); ArrayReader<long[]> witness = attach("a")) {
			for (int i = 0; i < 10; i++) {
				ArrayReader<long[]> reader = attach("a");
				Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
				reader.close();
				assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
				writer.write(new long[] { i });
			}
			assertThat(witness.lag()).hasValue(10);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aSegmentThatLosesMemoryEndsTheWaitOfItsReadersOnly(Case waiting) throws Exception {
		try (ArrayWriter<long[]> writer = create("a", waiting);
				ArrayWriter<long[]> other = create("b", waiting);
				ArrayReader<long[]> reader = attach("a");
				ArrayReader<long[]> otherReader = attach("b")) {
			Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
			Background<Sample<long[]>> otherNext = awaiting(waiting, "b", otherReader);
			new SegmentFile(writer.path()).resize(0);
			assertThat(next.failure()).isInstanceOf(BufferLostException.class);
			other.write(new long[] { 3 });
			assertThat(otherNext.result().value()).containsExactly(3);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void aReplacedSegmentIsFollowed(Case waiting) throws Exception {
		ArrayWriter<long[]> first = create("a", waiting);
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("a")
			.directory(this.directory.path())
			.following()
			.asArray(SPEC)) {
			Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
			first.close();
			first.unlink();
			try (ArrayWriter<long[]> second = create("a", waiting)) {
				second.write(new long[] { 4 });
				assertThat(next.result().value()).containsExactly(4);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void manyReadersOfOneStreamAreAllWoken(Case waiting) throws Exception {
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		try (ArrayWriter<long[]> writer = create("a", waiting)) {
			List<Background<Long>> counts = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				ArrayReader<long[]> reader = attach("a");
				readers.add(reader);
				counts.add(waiting.run(() -> countUntilNegative(reader)));
			}
			for (int i = 0; i < 100; i++) {
				counts.get(3 * i % MANY).awaitWaiting();
				writer.write(new long[] { i });
			}
			writer.write(new long[] { -1 });
			for (Background<Long> count : counts) {
				assertThat(count.result()).isEqualTo(101);
			}
		}
		finally {
			readers.forEach(ArrayReader::close);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void eachOfManyStreamsWakesItsOwnReader(Case waiting) throws Exception {
		List<AutoCloseable> handles = new ArrayList<>();
		try {
			List<ArrayWriter<long[]>> writers = new ArrayList<>();
			List<Background<Long>> counts = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				ArrayWriter<long[]> writer = create("s" + i, waiting);
				ArrayReader<long[]> reader = attach("s" + i);
				handles.add(writer);
				handles.add(reader);
				writers.add(writer);
				counts.add(waiting.run(() -> countUntilNegative(reader)));
			}
			for (Background<Long> count : counts) {
				count.awaitWaiting();
			}
			for (int round = 0; round < 10; round++) {
				for (ArrayWriter<long[]> writer : writers) {
					writer.write(new long[] { round });
				}
			}
			for (ArrayWriter<long[]> writer : writers) {
				writer.write(new long[] { -1 });
			}
			for (Background<Long> count : counts) {
				assertThat(count.result()).isEqualTo(11);
			}
		}
		finally {
			for (AutoCloseable handle : handles.reversed()) {
				handle.close();
			}
		}
	}

	@Test
	void aVirtualThreadSleepsOnWhatTheWriterMoves() throws Exception {
		Case waiting = new Case(true, true);
		try (ArrayWriter<long[]> writer = create("a", waiting); ArrayReader<long[]> reader = attach("a")) {
			Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
			assertThat(threads("globalbuffer-sleeper")).hasSize(1);
			writer.write(new long[] { 9 });
			assertThat(next.result().value()).containsExactly(9);
		}
		await().until(() -> threads("globalbuffer-sleeper").isEmpty());
	}

	/** As a wrapped Python writer does. */
	@Test
	void aReaderThatMayNotAnnounceItselfIsWokenByAWriterThatAlwaysMovesTheWord() throws Exception {
		Case waiting = new Case(true, true);
		try (ArrayWriter<long[]> writer = create("a", waiting); Arena arena = Arena.ofConfined()) {
			SegmentFile segment = new SegmentFile(writer.path());
			segment.putInt(ExtensionLayout.FEATURES_OFFSET,
					ExtensionLayout.FEATURE_WAKES | ExtensionLayout.FEATURE_WAKES_ALWAYS);
			Waker waker = new Waker(map(writer.path(), arena), NativeCalls.system().futex().orElseThrow());
			try (ArrayReader<long[]> reader = attach("a")) {
				for (int i = 0; i < 10; i++) {
					Background<Sample<long[]>> next = waiting.run(() -> reader.next(LONG).orElseThrow());
					next.awaitWaiting();
					await().until(() -> threads("globalbuffer-sleeper").size() == 1);
					writer.write(new long[] { i });
					assertThat(event("a") & ExtensionLayout.EVENT_SLEEPERS).isZero();
					waker.takenOver();
					assertThat(next.result().value()).containsExactly(i);
				}
			}
		}
	}

	private static MemorySegment map(Path file, Arena arena) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return channel.map(FileChannel.MapMode.READ_WRITE, 0, SegmentFile.SLOTS_START, arena);
		}
	}

	/** Of what it is busy with no sample more than one is told. */
	@Test
	void aReaderThatIsBusyCostsItsWriterOneCall() throws Exception {
		Case waiting = new Case(true, true);
		try (ArrayWriter<long[]> writer = create("a", waiting); ArrayReader<long[]> reader = attach("a")) {
			Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
			writer.write(new long[] { 1 });
			next.result();
			awaitSleeper("a");
			writer.write(new long[] { 2 });
			int event = event("a");
			assertThat(event & ExtensionLayout.EVENT_SLEEPERS).isZero();
			for (int i = 0; i < 100; i++) {
				writer.write(new long[] { 3 });
				await().pollDelay(Duration.ZERO).until(() -> event("a") == event);
			}
		}
	}

	/** The writer's successor, as it were, wakes nobody, and then does again. */
	@Test
	void aReaderFollowsWhenTheWriterChanges() throws Exception {
		Case waiting = new Case(true, true);
		try (ArrayWriter<long[]> writer = create("a", waiting); ArrayReader<long[]> reader = attach("a")) {
			SegmentFile segment = new SegmentFile(writer.path());
			int features = segment.getInt(ExtensionLayout.FEATURES_OFFSET);
			for (int i = 0; i < 3; i++) {
				Background<Sample<long[]>> next = awaiting(waiting, "a", reader);
				segment.wakeNobody();
				await().until(() -> !threads("globalbuffer-streams").isEmpty() || !next.isWaiting());
				writer.write(new long[] { i });
				assertThat(next.result().value()).containsExactly(i);
				segment.putInt(ExtensionLayout.FEATURES_OFFSET, features);
			}
		}
	}

	/** Before, the set has awaited it. */
	@Test
	void aReaderThatIsRemovedFromASetWhileItIsReadIsWokenAllTheSame() throws Exception {
		Case waiting = new Case(true, true);
		try (ArrayWriter<long[]> writer = create("a", waiting);
				ArrayReader<long[]> reader = attach("a");
				WaitSet set = new WaitSet()) {
			set.add(reader);
			Background<Sample<long[]>> next = waiting.run(() -> {
				set.await(Duration.ZERO);
				return reader.next(LONG).orElseThrow();
			});
			next.awaitWaiting();
			set.remove(reader);
			writer.write(new long[] { 5 });
			assertThat(next.result().value()).containsExactly(5);
		}
	}

	private static long countUntilNegative(ArrayReader<long[]> reader) throws InterruptedException {
		long count = 0;
		long[] sample = new long[1];
		while (sample[0] >= 0) {
			reader.nextInto(sample, LONG);
			count++;
		}
		return count + reader.overruns();
	}

	private Background<Sample<long[]>> awaiting(Case waiting, String name, ArrayReader<long[]> reader) {
		Background<Sample<long[]>> next = waiting.run(() -> reader.next(LONG).orElseThrow());
		next.awaitWaiting();
		if (waiting.waking()) {
			awaitSleeper(name);
		}
		return next;
	}

	private void awaitSleeper(String name) {
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> (event(name) & ExtensionLayout.EVENT_SLEEPERS) != 0);
	}

	private int event(String name) {
		return new SegmentFile(this.directory.segment(name)).getInt(ExtensionLayout.EVENT_OFFSET);
	}

	private static Set<Thread> threads(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name))
			.collect(Collectors.toSet());
	}

	/** Its stamps are rare: each says anew what the writer does for readers. */
	private ArrayWriter<long[]> create(String name, Case waiting) {
		ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC)
			.directory(this.directory.path())
			.heartbeatInterval(LONG)
			.capacity(1024)
			.open();
		if (!waiting.waking()) {
			new SegmentFile(writer.path()).wakeNobody();
		}
		return writer;
	}

	private ArrayReader<long[]> attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory.path()).asArray(SPEC);
	}

	/**
	 * Who waits for what.
	 *
	 * @param virtual whether virtual threads do
	 * @param waking whether the writer wakes readers
	 */
	record Case(boolean virtual, boolean waking) {

		<T> Background<T> run(Callable<T> read) {
			return Background.run(this.virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon(), read);
		}

	}

}
