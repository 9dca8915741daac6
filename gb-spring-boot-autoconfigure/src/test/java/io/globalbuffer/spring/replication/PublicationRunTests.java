// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.kafka.core.ProducerFactory;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Position;
import io.globalbuffer.ReadMode;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Runs of a publication that fail, with a producer that does what a test says.
 */
class PublicationRunTests {

	private static final int CAPACITY = 8;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private final ReplicationCounters counters = new ReplicationCounters();

	/** Of what is compressed no topic is asked. */
	private Map<String, Object> settings = Map.of("compression.type", "lz4");

	private MockProducer<byte[], byte[]> producer = newProducer();

	private ReadMode mode = ReadMode.NEXT;

	@Test
	void whatWasNotAcknowledgedIsSentAgain() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			try (PublicationRun run = begin()) {
				write(writer, 4);
				send(run, 4);
				this.producer.completeNext();
				this.producer.errorNext(new TimeoutException("absent"));
				// comes in time, and after one that does not
				this.producer.completeNext();
				assertThatExceptionOfType(PublicationFailedException.class)
					.isThrownBy(() -> run.sendNext(Duration.ZERO))
					.withCauseInstanceOf(TimeoutException.class);
			}
			assertThat(this.counters.statistics().samples()).isEqualTo(1);
			try (PublicationRun run = begin()) {
				send(run, 3);
				assertThat(sequences()).containsExactly(1L, 2L, 3L);
				assertThat(header(0, RecordHeaders.MISSED)).isNull();
				assertThat(header(0, RecordHeaders.SPEC)).isNotNull();
				complete(3);
			}
			assertThat(this.counters.statistics()).isEqualTo(new ReplicationStatistics(4, 32, 0, 0, 0, 0, 0));
		}
	}

	@Test
	void itGoesOnOnlyBehindWhatIsAcknowledgedWithoutAGap() {
		SentRecords records = new SentRecords();
		List<SentRecord> three = Stream.of(0L, 1L, 2L)
			.map((sequence) -> new SentRecord(segment(1), sequence, 0, 8))
			.toList();
		three.forEach(records::add);
		assertThat(records.acknowledge(three.get(1), (record) -> {
		})).isNull();
		assertThat(records.acknowledge(three.get(0), (record) -> {
		})).isSameAs(three.get(1));
		assertThat(records.isGoingOn()).isTrue();
	}

	@Test
	void whatIsOverwrittenBeforeItIsSentAgainIsMissed() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			try (PublicationRun run = begin()) {
				write(writer, 3);
				send(run, 3);
				complete(1);
			}
			write(writer, CAPACITY);
			try (PublicationRun run = begin()) {
				send(run, CAPACITY);
				assertThat(sequences().getFirst()).isEqualTo(3);
				assertThat(number(0, RecordHeaders.MISSED)).isEqualTo(2);
				assertThat(header(0, RecordHeaders.PREVIOUS)).isNull();
				complete(CAPACITY);
			}
			assertThat(this.counters.statistics().lostAtSource()).isEqualTo(2);
		}
	}

	@Test
	void whatWasSentInVainAndIsGoneWithItsSegmentIsMissed() throws Exception {
		PublicationRun run = begin();
		try (ArrayWriter<long[]> writer = create()) {
			write(writer, 5);
			send(run, 5);
			complete(2);
		}
		try (ArrayWriter<long[]> writer = replace()) {
			write(writer, 1);
			send(run, 1);
			run.close();
			assertThat(number(5, RecordHeaders.MISSED)).isNull();
			run = begin();
			send(run, 1);
			assertThat(sequences()).containsExactly(0L);
			assertThat(number(0, RecordHeaders.MISSED)).isEqualTo(3);
			assertThat(previous(0).sequence()).isEqualTo(2);
			run.close();
			// in vain once more
			run = begin();
			send(run, 1);
			assertThat(number(0, RecordHeaders.MISSED)).isEqualTo(3);
			assertThat(previous(0).sequence()).isEqualTo(2);
			complete(1);
			write(writer, 1);
			send(run, 1);
			assertThat(number(1, RecordHeaders.MISSED)).isNull();
			assertThat(header(1, RecordHeaders.PREVIOUS)).isNull();
			complete(1);
			run.close();
		}
		assertThat(this.counters.statistics()).isEqualTo(new ReplicationStatistics(4, 32, 0, 0, 3, 0, 0));
	}

	@Test
	void anAcknowledgmentThatComesTooLateCountsNothing() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			PublicationRun run = begin();
			write(writer, 1);
			send(run, 1);
			run.close();
			complete(1);
			assertThat(this.counters.statistics().samples()).isZero();
		}
	}

	@Test
	void whatWasSentInVainTwiceIsMissedOnce() throws Exception {
		PublicationRun run = begin();
		try (ArrayWriter<long[]> writer = create()) {
			write(writer, 5);
			send(run, 5);
			complete(1);
			run.close();
			run = begin();
			send(run, 4);
			run.close();
			run = begin();
			// fewer than before, and one of them comes
			send(run, 2);
			complete(1);
			run.close();
			run = begin();
		}
		try (ArrayWriter<long[]> writer = replace()) {
			write(writer, 1);
			send(run, 4);
			run.close();
			run = begin();
			send(run, 1);
			assertThat(number(0, RecordHeaders.MISSED)).isEqualTo(3);
			assertThat(previous(0).sequence()).isEqualTo(2);
			complete(1);
			run.close();
		}
		assertThat(this.counters.statistics().lostAtSource()).isEqualTo(3);
	}

	@Test
	void whatIsGoneWithItsSegmentIsSkippedAgainWhereOnlyTheNewestGo() throws Exception {
		this.mode = ReadMode.LATEST;
		PublicationRun run = begin();
		try (ArrayWriter<long[]> writer = create()) {
			write(writer, 3);
			send(run, 1);
			complete(1);
			write(writer, 4);
		}
		try (ArrayWriter<long[]> writer = replace()) {
			write(writer, 2);
			await().until(() -> run.sendNext(Duration.ZERO) && sequences().getLast() == 1);
			run.close();
			try (PublicationRun again = begin()) {
				send(again, 1);
				assertThat(sequences()).containsExactly(1L);
				assertThat(number(0, RecordHeaders.SKIPPED)).isEqualTo(4 + 1);
				assertThat(previous(0).sequence()).isEqualTo(3);
			}
		}
	}

	@Test
	void aSegmentThatIsTheFirstHasNoneBefore() throws Exception {
		try (PublicationRun run = begin(); ArrayWriter<long[]> writer = create()) {
			write(writer, 1);
			send(run, 1);
			assertThat(header(0, RecordHeaders.PREVIOUS)).isNull();
		}
	}

	@Test
	void aLimitThatASegmentExceedsTakesNothingFromTheOneBefore() throws Exception {
		this.settings = Map.of("compression.type", "lz4", "max.request.size", "4000");
		try (PublicationRun run = begin()) {
			try (ArrayWriter<long[]> writer = create()) {
				write(writer, 3);
				send(run, 3);
			}
			try (ArrayWriter<long[]> writer = replace(1000)) {
				writer.write(new long[1000]);
				assertThatExceptionOfType(RecordLimitException.class)
					.isThrownBy(() -> run.sendNext(Duration.ofSeconds(20)));
			}
		}
		assertThat(this.counters.statistics().samples()).isEqualTo(3);
	}

	@Test
	void whatHasFailedFirstIsTheReason() {
		Supplier<Producer<byte[], byte[]>> failing = () -> new MockProducer<>(false, null, new ByteArraySerializer(),
				new ByteArraySerializer()) {

			@Override
			public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record,
					@Nullable Callback callback) {
				if (errorNext(new TopicAuthorizationException("pulses"))) {
					throw new KafkaException("Producer closed while allocating memory");
				}
				return super.send(record, callback);
			}

		};
		Publication publication = new Publication(definition(), new Producers(failing, this.settings), Map.of(),
				readers(), Duration.ofSeconds(1));
		try (ArrayWriter<long[]> writer = create()) {
			publication.start();
			write(writer, 2);
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(publication.state()).isEqualTo(ReplicationState.FAILING));
			assertThat(publication.problem())
				.hasValueSatisfying((problem) -> assertThat(problem).contains("TopicAuthorizationException"));
			publication.stop();
		}
	}

	private PublicationRun begin() {
		PublicationDefinition definition = definition();
		this.producer = newProducer();
		return new PublicationRun(definition,
				readers().open(definition.buffer(), (builder) -> builder.resumeAs("replication/out").doneByCaller(),
						ReaderBuilder::asRawBytes),
				new Producers(() -> this.producer, this.settings),
				new RecordLimits(definition, this.settings, Map.of()), this.counters);
	}

	private PublicationDefinition definition() {
		BufferDefinition buffer = new BufferDefinition("imu", "imu", this.directory,
				new BufferContent.Arrays(null, null), Duration.ofSeconds(2), null, WaitMode.AUTO, true, null);
		return new PublicationDefinition("out", buffer, "topic", "imu", "edge", true, this.mode, OptionalDouble.empty(),
				Duration.ofSeconds(10));
	}

	private static BufferReaders readers() {
		return new BufferReaders(WaitStrategy.poll(), Stream::empty);
	}

	private static MockProducer<byte[], byte[]> newProducer() {
		return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory)
			.capacity(CAPACITY)
			.open();
	}

	private ArrayWriter<long[]> replace() {
		return replace(1);
	}

	private ArrayWriter<long[]> replace(int length) {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.INT64, length))
			.directory(this.directory)
			.capacity(CAPACITY)
			.onExisting(OnExisting.REPLACE)
			.open();
	}

	private static void write(ArrayWriter<long[]> writer, int count) {
		for (int number = 0; number < count; number++) {
			writer.write(new long[] { number });
		}
	}

	private static void send(PublicationRun run, int count) throws Exception {
		for (int number = 0; number < count; number++) {
			assertThat(run.sendNext(Duration.ofSeconds(20))).isTrue();
		}
	}

	private void complete(int count) {
		for (int number = 0; number < count; number++) {
			assertThat(this.producer.completeNext()).isTrue();
		}
	}

	private List<Long> sequences() {
		return this.producer.history().stream().map((record) -> number(record, RecordHeaders.SEQUENCE)).toList();
	}

	private @Nullable Header header(int index, String header) {
		return this.producer.history().get(index).headers().lastHeader(header);
	}

	private @Nullable Long number(int index, String header) {
		return number(this.producer.history().get(index), header);
	}

	private static @Nullable Long number(ProducerRecord<byte[], byte[]> record, String header) {
		Header found = record.headers().lastHeader(header);
		return (found != null) ? ByteBuffer.wrap(found.value()).getLong() : null;
	}

	private Position previous(int index) {
		Header found = Objects.requireNonNull(header(index, RecordHeaders.PREVIOUS));
		return Position.parse(new String(found.value(), StandardCharsets.UTF_8));
	}

	private static Position segment(long inode) {
		return Position.parse(Long.toHexString(inode) + "-1-0-0");
	}

	/**
	 * Gives the producers of runs.
	 */
	private record Producers(Supplier<? extends Producer<byte[], byte[]>> producers,
			Map<String, Object> settings) implements ProducerFactory<byte[], byte[]> {

		@Override
		public Producer<byte[], byte[]> createProducer() {
			return this.producers.get();
		}

		@Override
		public Producer<byte[], byte[]> createNonTransactionalProducer() {
			return this.producers.get();
		}

		@Override
		public Map<String, Object> getConfigurationProperties() {
			return this.settings;
		}

	}

}
