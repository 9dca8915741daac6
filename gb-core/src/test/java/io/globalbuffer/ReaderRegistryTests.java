// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers in the registry of their segment, as a listing shows them.
 */
@SuppressWarnings("try")
class ReaderRegistryTests {

	private static final int ENTRIES = 63;

	private static final long ENTRY_BYTES = 64;

	private static final long UNUSED = 28;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final PairBuffer pairs = new PairBuffer(this.directory);

	@Test
	void aReaderIsInSightFromItsBeginningToItsEnd() throws Exception {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			PairBuffer.write(writer, 0, 2);
			Instant before = Instant.now().minus(LIMIT);
			try (ArrayReader<long[]> reader = this.pairs.attach(StartPosition.OLDEST)) {
				assertThat(readers()).singleElement()
					.returns(ProcessHandle.current().pid(), ReaderInfo::pid)
					.returns(true, ReaderInfo::ofThisProcess)
					.returns(0L, ReaderInfo::cursor)
					.returns(2L, ReaderInfo::lag)
					.returns(0L, ReaderInfo::overruns)
					.returns(Optional.empty(), ReaderInfo::mode)
					.satisfies((info) -> assertThat(info.heartbeat()).isBetween(before, Instant.now().plus(LIMIT)));
				assertThat(reader.registryEntry()).hasValue(info().entry());
			}
			assertThat(readers()).isEmpty();
		}
	}

	@Test
	void whereAReaderStandsIsShownExactlyAfterEachRead() throws Exception {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			for (long value = 0; value < 20; value++) {
				PairBuffer.write(writer, value, value + 1);
				assertThat(info()).returns(value, ReaderInfo::cursor).returns(1L, ReaderInfo::lag);
				assertThat(reader.next().sequence()).isEqualTo(value);
				assertThat(info()).returns(value + 1, ReaderInfo::cursor).returns(0L, ReaderInfo::lag);
			}
			PairBuffer.write(writer, 20, 30);
			assertThat(info().lag()).isEqualTo(10);
			assertThat(reader.next().sequence()).isEqualTo(27);
			assertThat(info()).returns(28L, ReaderInfo::cursor).returns(2L, ReaderInfo::lag);
			await().atMost(LIMIT).until(() -> info().overruns() == 7);
			assertThat(reader.overruns()).isEqualTo(7);
		}
	}

	@Test
	void howTheCursorIsUsedIsShownAndThatOfTheNewestIsNot() throws Exception {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			assertThat(reader.nextLatest(Duration.ZERO)).isEmpty();
			await().atMost(LIMIT).until(() -> info().mode().equals(Optional.of(ReadMode.LATEST)));
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			await().atMost(LIMIT).until(() -> info().mode().equals(Optional.of(ReadMode.NEXT)));
			reader.close();
			PairBuffer.write(writer, 0, 2);
			try (ArrayReader<long[]> newest = this.pairs.attach(StartPosition.OLDEST)) {
				Instant before = info().heartbeat();
				assertThat(newest.latest()).isPresent();
				await().atMost(LIMIT).until(() -> info().heartbeat().isAfter(before));
				assertThat(info()).returns(Optional.empty(), ReaderInfo::mode).returns(0L, ReaderInfo::cursor);
			}
		}
	}

	@Test
	void forksAndSubscriptionsAreReadersOfTheirOwn() {
		try (ArrayWriter<long[]> writer = this.pairs.create(3);
				ArrayReader<long[]> reader = this.pairs.attach();
				ArrayReader<long[]> fork = reader.fork()) {
			try (Subscription subscription = fork.subscribe(ReadMode.NEXT, (sample) -> {
			})) {
				PairBuffer.write(writer, 0, 3);
				await().atMost(LIMIT).until(() -> subscription.delivered() == 3);
				assertThat(readers()).extracting(ReaderInfo::cursor).containsExactly(0L, 0L, 3L);
			}
			assertThat(readers()).extracting(ReaderInfo::entry)
				.containsExactly(reader.registryEntry().orElseThrow(), fork.registryEntry().orElseThrow());
		}
	}

	@Test
	void theReaderAfterTheLastEntryReadsOutOfSightUntilThereIsRoom() throws Exception {
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			for (int number = 0; number < ENTRIES; number++) {
				readers.add(this.pairs.attach());
			}
			try (ArrayReader<long[]> late = this.pairs.attach()) {
				PairBuffer.write(writer, 0, 1);
				assertThat(late.registryEntry()).isEmpty();
				assertThat(late.next().sequence()).isZero();
				assertThat(readers()).extracting(ReaderInfo::entry).hasSize(ENTRIES).doesNotHaveDuplicates();
				readers.get(17).close();
				await().atMost(LIMIT).until(() -> late.registryEntry().isPresent());
				assertThat(late.registryEntry()).hasValue(17);
				assertThat(readers().get(17)).returns(1L, ReaderInfo::cursor).returns(17, ReaderInfo::entry);
			}
		}
		finally {
			readers.forEach(ArrayReader::close);
		}
	}

	@Test
	void aReaderStoresNothingOnceItsEntryIsAnothers() throws Exception {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> keeper = this.pairs.attach()) {
			for (int round = 0; round < 50; round++) {
				ArrayReader<long[]> left = keeper.fork();
				Background<Void> reading = Background.run(() -> readUntilClosed(left));
				PairBuffer.write(writer, 0, 200);
				left.close();
				try (ArrayReader<long[]> next = keeper.fork()) {
					PairBuffer.write(writer, 0, 50);
					reading.result();
					assertThat(readers().get(next.registryEntry().orElseThrow())).as("round %d", round)
						.returns(next.position().sequence(), ReaderInfo::cursor);
				}
			}
		}
	}

	private static Void readUntilClosed(ArrayReader<long[]> reader) throws InterruptedException {
		try {
			while (true) {
				reader.next(Duration.ZERO);
			}
		}
		catch (BufferClosedException ex) {
			return null;
		}
	}

	@Test
	void onlyEntriesWhoseLockIsHeldAreReaders() throws IOException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			SegmentFile file = new SegmentFile(writer.path());
			long entry = SegmentFile.REGISTRY + 5 * ENTRY_BYTES;
			try (OpenFile other = NativeCalls.system().open(writer.path(), true)) {
				assertThat(other.lock(entry, ENTRY_BYTES)).isEqualTo(Grant.GRANTED);
				assertThat(readers()).as("one that is about to register").isEmpty();
				file.putLong(entry, 17);
				file.putLong(entry + 16, -1);
				assertThat(readers()).singleElement()
					.returns(5, ReaderInfo::entry)
					.returns(17L, ReaderInfo::pid)
					.returns(false, ReaderInfo::ofThisProcess)
					.returns(0L, ReaderInfo::lag);
			}
			assertThat(readers()).as("one that was killed").isEmpty();
		}
	}

	@Test
	void whatAKilledReaderLeftIsNotShownAsTheNextOnes() throws IOException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			SegmentFile file = new SegmentFile(writer.path());
			for (long offset = 0; offset < ENTRY_BYTES; offset += Long.BYTES) {
				file.putLong(SegmentFile.REGISTRY + offset, -1);
			}
			try (ArrayReader<long[]> reader = this.pairs.attach()) {
				assertThat(reader.registryEntry()).hasValue(0);
				assertThat(info()).returns(0L, ReaderInfo::cursor)
					.returns(0L, ReaderInfo::overruns)
					.returns(true, ReaderInfo::ofThisProcess);
				assertThat(file.getInt(SegmentFile.REGISTRY + UNUSED)).isZero();
			}
		}
	}

	/** A writer that holds no lock is proved dead by no process having it open. */
	@Test
	void aReaderOfAWriterWithoutLockRegistersWhenOneWithALockTakesOver() {
		AbandonedSegment.ofPython(this.directory.path(), "t");
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("t").directory(this.directory.path()).asArray(SPEC);
				ArrayReader<long[]> fork = reader.fork()) {
			assertThat(reader.registryEntry()).isEmpty();
			assertThat(readers("t")).isEmpty();
			try (ArrayWriter<long[]> writer = GlobalBuffer.create("t", SPEC)
				.directory(this.directory.path())
				.capacity(3)
				.onExisting(OnExisting.TAKE_OVER)
				.open()) {
				writer.write(new long[] { 1 });
				await().atMost(LIMIT).until(() -> readers("t").size() == 2);
				assertThat(reader.registryEntry()).isPresent();
				assertThat(fork.registryEntry()).isPresent();
				assertThat(readers("t")).extracting(ReaderInfo::lag).containsExactly(1L, 1L);
			}
		}
	}

	@Test
	void aReaderOfASegmentThatLostItsNameWritesToNoOther() throws Exception {
		try (ArrayWriter<long[]> old = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			old.unlink();
			try (ArrayWriter<long[]> fresh = this.pairs.create(3); ArrayReader<long[]> fork = reader.fork()) {
				assertThat(fork.registryEntry()).isEmpty();
				assertThat(readers()).isEmpty();
				PairBuffer.write(old, 0, 1);
				assertThat(fork.next().sequence()).isZero();
				assertThat(fresh.isOpen()).isTrue();
			}
		}
	}

	@Test
	void aFollowingReaderRegistersInEachSegment() throws Exception {
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("b")
			.directory(this.directory.path())
			.following()
			.asArray(long[].class)) {
			assertThat(reader.registryEntry()).isEmpty();
			for (int generation = 0; generation < 3; generation++) {
				try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
					PairBuffer.write(writer, 0, 1);
					assertThat(reader.next().generation()).isEqualTo(generation);
					assertThat(reader.registryEntry()).hasValue(info().entry());
					assertThat(info().cursor()).isEqualTo(1);
					writer.unlink();
				}
			}
		}
	}

	/** A segment without a header is replaced if no process can write to it. */
	@Test
	void aReaderOfASegmentThatLostItsMemoryDoesNotStandAgainstItsReplacement() throws Exception {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			assertThat(reader.registryEntry()).isPresent();
			assertThat(reader.next(Duration.ofMillis(10))).as("slept once").isEmpty();
			writer.close();
			new SegmentFile(writer.path()).resize(0);
			await().atMost(LIMIT).until(() -> reader.registryEntry().isEmpty());
			try (ArrayWriter<long[]> other = GlobalBuffer.create("b", SPEC)
				.directory(this.directory.path())
				.capacity(3)
				.onExisting(OnExisting.REPLACE)
				.open();
					ArrayReader<long[]> fresh = GlobalBuffer.attach("b")
						.directory(this.directory.path())
						.asArray(SPEC)) {
				assertThat(other.isOpen()).isTrue();
				assertThat(info().entry()).isEqualTo(fresh.registryEntry().orElseThrow());
			}
		}
	}

	@Test
	void readersLeaveNoDescriptorOpen() throws IOException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			long before = openFiles(writer.path());
			for (int round = 0; round < 100; round++) {
				try (ArrayReader<long[]> fork = reader.fork()) {
					assertThat(fork.registryEntry()).hasValue(1);
				}
			}
			assertThat(openFiles(writer.path())).isEqualTo(before);
		}
	}

	private static long openFiles(Path segment) throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter((descriptor) -> leadsTo(descriptor, segment)).count();
		}
	}

	private static boolean leadsTo(Path descriptor, Path segment) {
		try {
			return Files.readSymbolicLink(descriptor).equals(segment);
		}
		catch (IOException ex) {
			// that of the directory being listed
			return false;
		}
	}

	private ReaderInfo info() {
		List<ReaderInfo> readers = readers();
		assertThat(readers).hasSize(1);
		return readers.getFirst();
	}

	private List<ReaderInfo> readers() {
		return readers("b");
	}

	private List<ReaderInfo> readers(String name) {
		return Segments.in(this.directory.path()).find(name).orElseThrow().readers();
	}

}
