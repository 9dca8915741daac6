// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.StartPosition;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.SchemaIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Recorded streams are written again as they were.
 */
class ReplayTests {

	private static final BufferLayout NUMBERS = new ArrayLayout(64, ArraySpec.of(DType.INT32));

	private static final BufferLayout MESSAGES = new MessageLayout(16, 32, WireFormat.MESSAGE_PACK,
			SchemaIdentity.NONE);

	private static final Duration GENEROUS = Duration.ofMinutes(1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final SampleList imu = new SampleList("imu");

	private final SampleList status = new SampleList("status");

	private final List<String> order = new ArrayList<>();

	@Test
	void bytesAndLayoutsAreTheRecordedOnes() throws InterruptedException {
		byte[] undecodable = { (byte) 0xc1, 0, 1 };
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, millis(1), 2);
		this.status.add(MESSAGES, millis(0), undecodable).add(MESSAGES, millis(2), new byte[0]);
		ReplaySummary summary = replay().run();
		assertThat(summary.samples()).containsExactly(Map.entry("imu", 2L), Map.entry("status", 2L));
		try (BufferReader<byte[]> numbers = oldest("imu"); BufferReader<byte[]> messages = oldest("status")) {
			assertThat(numbers.layout()).contains(NUMBERS);
			assertThat(messages.layout()).contains(MESSAGES);
			assertThat(values(numbers)).containsExactly(new byte[] { 0, 0, 0, 1 }, new byte[] { 0, 0, 0, 2 });
			assertThat(values(messages)).containsExactly(undecodable, new byte[0]);
		}
	}

	@Test
	void streamsAreMergedByTime() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, millis(2), 2).add(NUMBERS, millis(2), 3);
		this.status.add(MESSAGES, millis(1), 1).add(MESSAGES, millis(2), 2).add(MESSAGES, millis(4), 3);
		replay().asFastAsRead().run();
		assertThat(this.order).containsExactly("imu 0", "status 0", "imu 1", "imu 2", "status 1", "status 2");
		assertThat(this.imu.open() + this.status.open()).as("cursors").isZero();
	}

	@Test
	void aStreamStaysInItsOrderWhereItsClockWasSetBack() throws InterruptedException {
		this.imu.add(NUMBERS, millis(5), 1).add(NUMBERS, millis(1), 2).add(NUMBERS, millis(6), 3);
		this.status.add(MESSAGES, millis(7), 1);
		replay().run();
		assertThat(this.order).containsExactly("imu 0", "imu 1", "imu 2", "status 0");
	}

	@Test
	void noSampleIsEarlierThanItsPace() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, millis(40), 2).add(NUMBERS, millis(60), 3);
		List<Long> written = new ArrayList<>();
		long start = System.nanoTime();
		ReplaySummary summary = replay().listener((_) -> written.add(System.nanoTime() - start)).run();
		assertThat(written.get(1)).isGreaterThanOrEqualTo(millis(40).toNanos());
		assertThat(written.get(2)).isBetween(millis(60).toNanos(), GENEROUS.toNanos());
		Lateness lateness = summary.lateness().orElseThrow();
		assertThat(lateness.median()).isBetween(Duration.ZERO, lateness.p99());
		assertThat(lateness.p99()).isLessThanOrEqualTo(lateness.greatest());
		assertThat(lateness.greatest()).isLessThan(GENEROUS);
	}

	@Test
	void speedScalesTheIntervals() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, Duration.ofDays(1), 2);
		long start = System.nanoTime();
		replay().speed(86_400_000).run();
		assertThat(System.nanoTime() - start).isBetween(millis(1).toNanos(), GENEROUS.toNanos());
		SampleList slow = new SampleList("slow").add(NUMBERS, millis(0), 1).add(NUMBERS, millis(10), 2);
		start = System.nanoTime();
		replay(slow).speed(0.25).run();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(millis(40).toNanos());
	}

	@Test
	void pausesAreShortenedToTheLongestOne() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, millis(5), 2).add(NUMBERS, Duration.ofDays(1), 3);
		this.status.add(MESSAGES, Duration.ofDays(400_000), 1).add(MESSAGES, Duration.ofDays(400_000).plusMillis(5), 2);
		List<Long> written = new ArrayList<>();
		long start = System.nanoTime();
		replay().maxPause(millis(20)).listener((_) -> written.add(System.nanoTime() - start)).run();
		assertThat(written).hasSize(5);
		assertThat(written.get(1)).isGreaterThanOrEqualTo(millis(5).toNanos());
		assertThat(written.get(2)).isGreaterThanOrEqualTo(millis(25).toNanos());
		assertThat(written.get(4)).isBetween(millis(50).toNanos(), GENEROUS.toNanos());
		replay().maxPause(millis(20)).speed(20).run();
		replay().maxPause(Duration.ZERO).run();
		assertThatIllegalArgumentException().isThrownBy(() -> replay().maxPause(millis(-1)));
	}

	@Test
	void streamsAreRemovedInTheEndIfThatIsAskedFor() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1);
		this.status.add(MESSAGES, millis(0), 1);
		try (BufferReader<byte[]> reader = attach("imu").following().asRawBytes()) {
			replay().unlink().run();
			assertThat(this.directory.segment("imu")).doesNotExist();
			assertThat(this.directory.segment("status")).doesNotExist();
			replay().only("imu").run();
			assertThat(this.directory.segment("imu")).exists();
			assertThat(reader.next(GENEROUS)).isPresent();
		}
		assertThatIllegalStateException().isThrownBy(() -> replay().unlink().listener((_) -> {
			throw new IllegalStateException("full");
		}).run());
		assertThat(this.directory.segment("imu")).as("of a replay that failed").doesNotExist();
	}

	@Test
	void timesAreRestatedOrKept() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, millis(3), 2);
		Instant before = Instant.now().minus(GENEROUS);
		replay().run();
		replay().writtenTimes(WrittenTimes.KEPT).run();
		try (BufferReader<byte[]> reader = oldest("imu")) {
			List<Instant> times = samples(reader).stream().map((sample) -> sample.writtenAt().orElseThrow()).toList();
			assertThat(times.subList(0, 2)).allMatch((time) -> time.isAfter(before));
			assertThat(times.subList(2, 4)).containsExactly(SampleList.BEGINNING, SampleList.BEGINNING.plus(millis(3)));
		}
	}

	@Test
	void readersThatAreRegisteredLoseNothingAsFastAsTheyRead() throws Exception {
		int count = 5000;
		BufferLayout tiny = NUMBERS.withCapacity(4);
		for (int i = 0; i < count; i++) {
			this.imu.add(tiny, Duration.ofHours(i), i);
		}
		try (BufferWriter<byte[]> former = GlobalBuffer.create("imu", tiny).directory(this.directory.path()).open()) {
			former.write(new byte[Integer.BYTES]);
		}
		try (BufferReader<byte[]> reader = oldest("imu")) {
			assertThat(reader.next(Duration.ZERO)).isPresent();
			CompletableFuture<ReplaySummary> replay = CompletableFuture.supplyAsync(this::replayAsRead);
			for (int i = 0; i < count; i++) {
				Sample<byte[]> sample = reader.next(GENEROUS).orElseThrow();
				assertThat(sample.missed()).isZero();
				assertThat(ByteBuffer.wrap(sample.value()).getInt()).isEqualTo(i);
			}
			assertThat(replay.get().samples()).containsEntry("imu", (long) count);
			assertThat(replay.get().lateness()).isEmpty();
		}
	}

	private ReplaySummary replayAsRead() {
		try {
			return replay().asFastAsRead().run();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aPartOfTheRecordingIsReplayed() throws InterruptedException {
		for (int i = 0; i < 10; i++) {
			this.imu.add(NUMBERS, millis(i), i);
		}
		this.status.add(MESSAGES, millis(20), 1);
		replay().from(SampleList.BEGINNING.plus(millis(2))).to(SampleList.BEGINNING.plus(millis(4))).run();
		assertThat(this.order).containsExactly("imu 2", "imu 3", "imu 4");
		assertThat(this.directory.segment("status")).doesNotExist();
		this.order.clear();
		replay().from(millis(8)).to(millis(9)).run();
		assertThat(this.order).containsExactly("imu 8", "imu 9");
		this.order.clear();
		assertThat(replay().from(GENEROUS).loop().run().samples()).as("nothing, again and again").isEmpty();
	}

	@Test
	void itIsReplayedSeveralTimes() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1).add(NUMBERS, millis(10), 2);
		long start = System.nanoTime();
		ReplaySummary summary = replay().times(3).run();
		assertThat(System.nanoTime() - start).isBetween(millis(30).toNanos(), GENEROUS.toNanos());
		assertThat(this.order).containsExactly("imu 0", "imu 1", "imu 0", "imu 1", "imu 0", "imu 1");
		assertThat(summary.samples()).containsEntry("imu", 6L);
	}

	@Test
	void aLoopEndsWhenItsThreadIsInterruptedAndTheWritersAreClosed() throws Exception {
		this.imu.add(NUMBERS, millis(0), 1);
		this.status.add(MESSAGES, GENEROUS.multipliedBy(60), 1);
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Throwable> ended = new CompletableFuture<>();
		Replay replay = replay().loop().listener((_) -> begun.countDown());
		Thread thread = Thread.ofPlatform().start(() -> {
			try {
				replay.run();
			}
			catch (Throwable ex) {
				ended.complete(ex);
			}
		});
		begun.await();
		thread.interrupt();
		assertThat(ended.get()).isInstanceOf(InterruptedException.class);
		assertThat(this.imu.open() + this.status.open()).as("cursors").isZero();
		replay(new SampleList("imu").add(NUMBERS, millis(0), 1)).run();
	}

	@Test
	void aStreamWhoseLayoutChangedIsReplacedAsItWas() throws InterruptedException {
		BufferLayout wider = new ArrayLayout(8, ArraySpec.of(DType.INT32, 2));
		this.imu.add(NUMBERS, millis(0), 1).add(wider, millis(1), new byte[8]).add(wider, millis(2), new byte[8]);
		try (BufferReader<byte[]> reader = attach("imu").following().startFrom(StartPosition.OLDEST).asRawBytes()) {
			replay().run();
			List<Sample<byte[]>> samples = new ArrayList<>();
			while (samples.size() < 2) {
				reader.next(GENEROUS).ifPresent(samples::add);
			}
			assertThat(reader.layout()).contains(wider);
			assertThat(samples.getLast().value()).isEqualTo(new byte[8]);
		}
	}

	@Test
	void namesAreChosenAndChanged() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1);
		this.status.add(MESSAGES, millis(0), 1);
		replay().only("imu").as("imu", "trial").run();
		assertThat(this.order).containsExactly("imu 0");
		assertThat(values(oldest("trial"))).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> replay().only("gps"))
			.withMessage("The recording has no stream 'gps'. It has imu, status");
		assertThatIllegalArgumentException().isThrownBy(() -> replay().as("gps", "trial"));
		assertThatIllegalStateException().isThrownBy(() -> replay().as("imu", "status").run())
			.withMessageContaining("'imu' and 'status'");
		for (double speed : new double[] { 0, -1, Double.NaN, Double.POSITIVE_INFINITY }) {
			assertThatIllegalArgumentException().isThrownBy(() -> replay().speed(speed));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> replay().times(0));
	}

	@Test
	void whatIsThereIsTakenOverOrReplacedButNeverFromALivingWriter() throws InterruptedException {
		this.imu.add(NUMBERS, millis(0), 1);
		BufferLayout other = NUMBERS.withCapacity(3);
		try (BufferWriter<byte[]> writer = GlobalBuffer.create("imu", other).directory(this.directory.path()).open()) {
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> replay().onExisting(OnExisting.REPLACE).run());
			assertThat(writer.isOpen()).isTrue();
		}
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> replay().run());
		replay().onExisting(OnExisting.REPLACE).run();
		replay().run();
		try (BufferReader<byte[]> reader = oldest("imu")) {
			assertThat(values(reader)).hasSize(2);
		}
	}

	private Replay replay() {
		return replay(this.imu, this.status);
	}

	private Replay replay(SampleList... streams) {
		return new Replay(Arrays.stream(streams).map(SampleList::source).toList()).directory(this.directory.path())
			.listener((sample) -> this.order.add(sample.stream() + " " + sample.sequence()));
	}

	private ReaderBuilder attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory.path());
	}

	private BufferReader<byte[]> oldest(String name) {
		return attach(name).startFrom(StartPosition.OLDEST).asRawBytes();
	}

	private static List<byte[]> values(BufferReader<byte[]> reader) throws InterruptedException {
		return samples(reader).stream().map(Sample::value).toList();
	}

	private static List<Sample<byte[]>> samples(BufferReader<byte[]> reader) throws InterruptedException {
		List<Sample<byte[]>> samples = new ArrayList<>();
		for (var next = reader.next(Duration.ZERO); next.isPresent(); next = reader.next(Duration.ZERO)) {
			samples.add(next.get());
		}
		return samples;
	}

	private static Duration millis(int millis) {
		return Duration.ofMillis(millis);
	}

}
