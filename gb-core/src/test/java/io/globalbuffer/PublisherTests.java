// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * Publishers: what subscribers are given, how much of it, and on which thread.
 */
@SuppressWarnings("try")
class PublisherTests {

	private static final int CAPACITY = 4;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void whatIsOverwrittenBeforeItIsAskedForIsCounted() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			SamplePublisher<long[]> publisher = reader.publisher();
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(publisher, 2);
			write(writer, 0, 2);
			assertThat(subscriber.sample().sequence()).isZero();
			assertThat(subscriber.sample().sequence()).isEqualTo(1);
			write(writer, 2, 10);
			subscriber.request(1);
			Sample<long[]> sample = subscriber.sample();
			assertThat(sample.sequence()).isEqualTo(12 - CAPACITY);
			assertThat(sample.value()).containsExactly(12 - CAPACITY);
			assertThat(sample.missed()).isEqualTo(12 - CAPACITY - 2);
			await().until(() -> publisher.delivered() == 3);
			assertThat(publisher.overruns()).isEqualTo(sample.missed());
			assertThat(publisher.skipped() + publisher.undecodable()).isZero();
			assertThat(subscriber.samples()).isEmpty();
		}
	}

	@Test
	void nothingIsReadThatWasNotAskedFor() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(reader.publisher(), 1);
			write(writer, 0, 3);
			await().until(() -> subscriber.samples().size() == 1);
			assertThat(cursors()).containsExactlyInAnyOrder(0L, 1L);
			subscriber.request(1);
			await().until(() -> subscriber.samples().size() == 2);
			assertThat(cursors()).containsExactlyInAnyOrder(0L, 2L);
		}
	}

	@Test
	void eachSubscriberBeginsAtTheCursorOfTheReader() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			write(writer, 0, 3);
			reader.next();
			SamplePublisher<long[]> publisher = reader.publisher();
			for (int i = 0; i < 2; i++) {
				RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(publisher, Long.MAX_VALUE);
				assertThat(subscriber.sample().sequence()).isEqualTo(1);
				assertThat(subscriber.sample().sequence()).isEqualTo(2);
			}
			await().until(() -> publisher.delivered() == 4);
			assertThat(reader.next().sequence()).isEqualTo(1);
		}
	}

	@Test
	void inModeLatestSamplesThatWereNotAskedForInTimeAreSkipped() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			SamplePublisher<long[]> publisher = reader.publisher(ReadMode.LATEST);
			write(writer, 0, 3);
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(publisher, 1);
			assertThat(subscriber.sample().sequence()).isEqualTo(2);
			write(writer, 3, 20);
			subscriber.request(5);
			assertThat(subscriber.sample().sequence()).isEqualTo(22);
			write(writer, 23, 1);
			assertThat(subscriber.sample().sequence()).isEqualTo(23);
			await().until(() -> publisher.delivered() == 3);
			assertThat(publisher.skipped()).isEqualTo(21);
			assertThat(publisher.overruns()).isZero();
		}
	}

	@Test
	void signalsRunOnTheExecutorOneAfterTheOther() throws Exception {
		List<Long> sequences = new ArrayList<>();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger together = new AtomicInteger();
		AtomicInteger elsewhere = new AtomicInteger();
		RecordingSubscriber<long[]> subscriber = new RecordingSubscriber<>((sample) -> {
			if (inside.incrementAndGet() > 1) {
				together.incrementAndGet();
			}
			if (!Thread.currentThread().getName().equals("signals")) {
				elsewhere.incrementAndGet();
			}
			// of no use to several threads unless one call happens before the next
			sequences.add(sample.sequence());
			inside.decrementAndGet();
		});
		try (ExecutorService executor = Executors.newFixedThreadPool(4, (task) -> new Thread(task, "signals"));
				ArrayWriter<long[]> writer = create(200);
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			reader.publisher(ReadMode.NEXT, executor).subscribe(subscriber);
			write(writer, 0, 200);
			subscriber.request(Long.MAX_VALUE);
			await().until(() -> subscriber.samples().size() == 200);
			reader.close();
			await().until(subscriber::isCompleted);
		}
		assertThat(sequences).hasSize(200).isSorted().doesNotHaveDuplicates();
		assertThat(together).hasValue(0);
		assertThat(elsewhere).hasValue(0);
	}

	@Test
	void aMessageThatCannotBeDecodedIsCountedAndLeftOut() throws Exception {
		record Pose(double x) {
		}
		try (LogRecorder log = LogRecorder.of(Subscription.class);
				BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("p", MessageSpec.map())
					.directory(this.directory.path())
					.capacity(CAPACITY)
					.open();
				BufferReader<Pose> reader = attach().as(Pose.class)) {
			SamplePublisher<Pose> publisher = reader.publisher();
			writer.write(Map.of("y", 1.0));
			writer.write(Map.of("x", 2.0));
			RecordingSubscriber<Pose> subscriber = RecordingSubscriber.of(publisher, 1);
			assertThat(subscriber.sample().value()).isEqualTo(new Pose(2));
			await().until(() -> publisher.delivered() == 1);
			assertThat(publisher.undecodable()).isEqualTo(1);
			assertThat(log.messages()).singleElement().asString().contains("buffer 'p'").contains("decoded");
		}
	}

	@Test
	void aLostSegmentOfAReaderThatDoesNotFollowIsAnError() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(reader.publisher(), 2);
			write(writer, 0, 1);
			subscriber.sample();
			new SegmentFile(this.directory.segment("p")).resize(0);
			assertThat(subscriber.error()).isInstanceOf(BufferLostException.class);
			writer.unlink();
		}
	}

	@Test
	void aReaderThatFollowsPublishesWhatReplacedALostSegment() throws Exception {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().following().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(reader.publisher(), 2);
			write(writer, 0, 1);
			subscriber.sample();
			new SegmentFile(this.directory.segment("p")).resize(0);
			writer.unlink();
			try (ArrayWriter<long[]> fresh = create()) {
				write(fresh, 0, 1);
				assertThat(subscriber.sample().generation()).isEqualTo(1);
			}
		}
	}

	@Test
	void theEndOfTheReaderIsTheEndOfTheStreamAndThatOfTheWriterIsNot() throws Exception {
		ArrayReader<long[]> reader;
		RecordingSubscriber<long[]> subscriber;
		try (ArrayWriter<long[]> writer = create()) {
			reader = attach().asArray(long[].class);
			subscriber = RecordingSubscriber.of(reader.publisher(), 2);
			write(writer, 0, 1);
			subscriber.sample();
		}
		try (ArrayWriter<long[]> next = takeOver()) {
			write(next, 1, 1);
			assertThat(subscriber.sample().sequence()).isEqualTo(1);
			assertThat(subscriber.hasEnded()).isFalse();
		}
		// without demand, too
		reader.close();
		await().until(subscriber::isCompleted);
	}

	@Test
	void whoSubscribesToAClosedReaderIsToldOfTheEnd() {
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> reader = attach().asArray(long[].class);
			SamplePublisher<long[]> publisher = reader.publisher();
			reader.close();
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(publisher, 1);
			await().until(subscriber::isCompleted);
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void samplesOfAReaderThatReusesItsArraysAreNotShared() throws Exception {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().reusingArrays().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(reader.publisher(), 2);
			write(writer, 0, 2);
			Sample<long[]> first = subscriber.sample();
			Sample<long[]> second = subscriber.sample();
			assertThat(first.value()).containsExactly(0);
			assertThat(second.value()).containsExactly(1);
		}
	}

	@Test
	void anArrayOfAPublisherDoesNotChangeWhatItsReaderReuses() throws Exception {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().reusingArrays().asArray(long[].class)) {
			RecordingSubscriber.of(reader.publisher(), 1);
			write(writer, 0, 2);
			assertThat(reader.next().value()).isSameAs(reader.next().value());
		}
	}

	@Test
	@NullUnmarked
	void aNullIsRefusedByName() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			assertThatNullPointerException().isThrownBy(() -> reader.publisher().subscribe(null))
				.withMessageContaining("subscriber");
			assertThatNullPointerException().isThrownBy(() -> reader.publisher(null)).withMessageContaining("mode");
			assertThatNullPointerException().isThrownBy(() -> reader.publisher(ReadMode.NEXT, null))
				.withMessageContaining("executor");
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aSubscriberMayBlockAndOthersGoOn() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		RecordingSubscriber<long[]> blocking = new RecordingSubscriber<>((sample) -> awaitRelease(release));
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			Flow.Publisher<Sample<long[]>> publisher = reader.publisher();
			publisher.subscribe(blocking);
			blocking.request(1);
			RecordingSubscriber<long[]> other = RecordingSubscriber.of(publisher, 2);
			write(writer, 0, 2);
			other.sample();
			other.sample();
			assertThat(blocking.samples()).isEmpty();
			release.countDown();
			blocking.sample();
		}
	}

	private static void awaitRelease(CountDownLatch release) {
		try {
			assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** As others see them. */
	private List<Long> cursors() {
		return Segments.in(this.directory.path()).list().getFirst().readers().stream().map(ReaderInfo::cursor).toList();
	}

	private static void write(ArrayWriter<long[]> writer, long first, int samples) {
		for (long i = first; i < first + samples; i++) {
			writer.write(new long[] { i });
		}
	}

	private ArrayWriter<long[]> create() {
		return create(CAPACITY);
	}

	private ArrayWriter<long[]> create(int capacity) {
		return GlobalBuffer.create("p", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(capacity)
			.open();
	}

	private ArrayWriter<long[]> takeOver() {
		return GlobalBuffer.create("p", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.onExisting(OnExisting.TAKE_OVER)
			.open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("p").directory(this.directory.path());
	}

}
