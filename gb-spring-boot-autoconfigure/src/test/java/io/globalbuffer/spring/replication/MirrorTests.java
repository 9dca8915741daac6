// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.StartPosition;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterState;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.spring.MirrorPace;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.boot.replication.EmbeddedBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a mirror writes of the records in its topic.
 */
@ExtendWith(OutputCaptureExtension.class)
class MirrorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final ArrayLayout FLOATS = new ArrayLayout(8, ArraySpec.of(DType.FLOAT32, 3));

	@RegisterExtension
	static final EmbeddedBroker broker = new EmbeddedBroker();

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private String topic = "";

	private final List<Mirror> mirrors = new ArrayList<>();

	private MirrorDefinition definition = Mirrors.into(Path.of("."));

	@BeforeEach
	void prepare(TestInfo test) {
		this.topic = test.getTestMethod().orElseThrow().getName();
		this.definition = definition(new MirrorStart.Oldest());
	}

	@AfterEach
	void stop() {
		this.mirrors.forEach(Mirror::stop);
	}

	@Test
	void aRecordBecomesASample() throws Exception {
		Instant written = Instant.parse("2026-11-28T06:00:00.123456789Z");
		TraceContext trace = TraceContext.of("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
		send(SampleRecord.of(0)
			.with(RecordHeaders.PUBLISHED, 1_795_845_600_123_456_789L)
			.with(RecordHeaders.TRACE, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
		Mirror mirror = start();
		awaitSamples(mirror, 1);
		try (ArrayReader<long[]> reader = read()) {
			Sample<long[]> sample = reader.next();
			assertThat(sample.value()).containsExactly(0);
			assertThat(sample.writtenAt()).contains(written);
			assertThat(sample.origin().traceContext()).contains(trace);
			assertThat(reader.layout()).contains(SampleRecord.NUMBERS);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
		}
		assertThat(mirror.statistics()).isEqualTo(new ReplicationStatistics(1, 8, 0, 0, 0, 0, 0));
		assertThat(mirror.state()).isEqualTo(ReplicationState.RUNNING);
		assertThat(mirror.problem()).isEmpty();
	}

	@Test
	void theTimeOfTheRecordStandsForOneThatIsNotKnown() throws Exception {
		Instant time = Instant.parse("2026-11-28T06:00:00.123Z");
		send(SampleRecord.of(0).at(time));
		awaitSamples(start(), 1);
		try (ArrayReader<long[]> reader = read()) {
			assertThat(reader.next().writtenAt()).contains(time);
		}
	}

	@Test
	void otherStreamsAndOtherRecordsAreLeftAlone() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(7).stream("other"), SampleRecord.of(1));
		try (KafkaProducer<byte[], byte[]> producer = producer()) {
			producer
				.send(new ProducerRecord<>(this.topic, Mirrors.STREAM.getBytes(StandardCharsets.UTF_8),
						new byte[] { 1 }))
				.get();
		}
		send(SampleRecord.of(2).with(RecordHeaders.PUBLISHED, "x"), SampleRecord.of(3));
		Mirror mirror = start();
		awaitSamples(mirror, 3);
		assertValues(0, 1, 3);
		assertThat(mirror.statistics().lostInTransit()).isEqualTo(1);
	}

	@Test
	void whatIsMissingIsCounted() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(0), SampleRecord.of(5).with(RecordHeaders.MISSED, 3),
				SampleRecord.of(9).with(RecordHeaders.SKIPPED, 3), SampleRecord.of(8),
				SampleRecord.of(10).of(SampleRecord.NUMBERS, new byte[3]), SampleRecord.of(11));
		Mirror mirror = start();
		awaitSamples(mirror, 4);
		assertValues(0, 5, 9, 11);
		assertThat(mirror.statistics()).isEqualTo(new ReplicationStatistics(4, 32, 3, 2, 3, 1, 1));
	}

	@Test
	void aRestartedOriginIsFollowed() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(1),
				SampleRecord.of(0)
					.in(SampleRecord.SECOND)
					.with(RecordHeaders.PREVIOUS, SampleRecord.FIRST.at(3).toString()),
				SampleRecord.of(1), SampleRecord.of(1).in(SampleRecord.SECOND));
		Mirror mirror = start();
		awaitSamples(mirror, 4);
		assertValues(0, 1, 0, 1);
		assertThat(mirror.statistics()).isEqualTo(new ReplicationStatistics(4, 32, 0, 1, 0, 1, 0));
	}

	@Test
	void aStreamThatHoldsSomethingElseReplacesTheSegment() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(1));
		Mirror mirror = start();
		awaitSamples(mirror, 2);
		try (BufferReader<byte[]> reader = GlobalBuffer.attach(Mirrors.BUFFER)
			.directory(this.directory)
			.following()
			.startFrom(StartPosition.OLDEST)
			.asRawBytes()) {
			byte[] floats = new byte[12];
			send(SampleRecord.of(0).in(SampleRecord.SECOND).of(FLOATS, floats),
					SampleRecord.of(1).in(SampleRecord.SECOND).of(FLOATS, floats));
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).isEqualTo(SampleRecord.bytes(0));
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).isEqualTo(SampleRecord.bytes(1));
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).isEqualTo(floats);
			assertThat(reader.layout()).contains(FLOATS);
			assertThat(reader.next(TIMEOUT).orElseThrow().sequence()).isEqualTo(1);
		}
		assertThat(mirror.statistics().samples()).isEqualTo(4);
	}

	@Test
	void messagesKeepTheirSchema() throws Exception {
		MessageLayout layout = new MessageLayout(8, 64, WireFormat.MESSAGE_PACK, SchemaIdentity.of(new byte[] { '{' }));
		byte[] map = { (byte) 0x81, (byte) 0xa1, 'a', 1 };
		send(SampleRecord.of(0).of(layout, map), SampleRecord.of(1).of(layout, new byte[65]),
				SampleRecord.of(2).of(layout, map));
		Mirror mirror = start();
		awaitSamples(mirror, 2);
		assertThat(mirror.statistics().lostLocally()).isEqualTo(1);
		try (BufferReader<Map<String, Object>> reader = GlobalBuffer.attach(Mirrors.BUFFER)
			.directory(this.directory)
			.startFrom(StartPosition.OLDEST)
			.asMap()) {
			assertThat(reader.layout()).contains(layout);
			assertThat(reader.next().value()).hasEntrySatisfying("a",
					(value) -> assertThat(((Number) value).intValue()).isEqualTo(1));
		}
	}

	/** Its readers refuse it, as they would refuse a writer's. */
	@Test
	void whatDoesNotFitTheDeclarationIsMirroredAllTheSame(CapturedOutput output) throws Exception {
		MessageLayout layout = new MessageLayout(8, 64, WireFormat.MESSAGE_PACK, SchemaIdentity.NONE);
		send(SampleRecord.of(0).of(layout, new byte[] { (byte) 0x80 }));
		awaitSamples(start(), 1);
		assertThat(segment().layout()).contains(layout);
		assertThat(output).contains("buffer 'copy', which is declared as arrays as in the segment");
	}

	@Test
	void theDeclaredCapacityCounts() throws Exception {
		send(SampleRecord.of(0));
		Mirror mirror = start();
		awaitSamples(mirror, 1);
		mirror.stop();
		send(SampleRecord.of(1));
		awaitSamples(start(Mirrors.withCapacity(this.definition, 16)), 1);
		assertThat(segment().layout()).contains(SampleRecord.NUMBERS.withCapacity(16));
		assertValues(1);
	}

	@Test
	void aMirrorGoesOnWhereItStopped() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(1), SampleRecord.of(2));
		Mirror mirror = start();
		awaitSamples(mirror, 3);
		mirror.stop();
		assertThat(mirror.state()).isEqualTo(ReplicationState.STOPPED);
		send(SampleRecord.of(3), SampleRecord.of(4));
		mirror.start();
		awaitSamples(mirror, 5);
		mirror.stop();
		send(SampleRecord.of(5));
		Mirror next = start();
		awaitSamples(next, 1);
		assertValues(0, 1, 2, 3, 4, 5);
		assertThat(next.statistics().repeated()).isZero();
	}

	@Test
	void aMirrorWhoseSegmentWasRemovedGoesOnAllTheSame() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(1));
		Mirror mirror = start();
		awaitSamples(mirror, 2);
		mirror.stop();
		GlobalBuffer.unlink(this.directory, Mirrors.BUFFER);
		send(SampleRecord.of(2));
		awaitSamples(start(), 1);
		assertValues(2);
	}

	@Test
	void aSegmentThatIsRemovedMeanwhileIsMadeAnew() throws Exception {
		send(SampleRecord.of(0));
		Mirror mirror = start();
		awaitSamples(mirror, 1);
		GlobalBuffer.unlink(this.directory, Mirrors.BUFFER);
		// it looks once a second
		for (long sequence = 1; Mirrors.buffer(this.directory).findSegment().isEmpty(); sequence++) {
			send(SampleRecord.of(sequence));
			awaitSamples(mirror, sequence + 1);
		}
		assertThat(mirror.statistics().lostLocally()).isZero();
	}

	@Test
	void aSegmentThatAnotherProcessWritesIsWaitedFor() throws Exception {
		try (ArrayWriter<double[]> _ = GlobalBuffer.create(Mirrors.BUFFER, ArraySpec.of(DType.FLOAT64, 1))
			.directory(this.directory)
			.capacity(4)
			.open()) {
			send(SampleRecord.of(0));
			Mirror mirror = start();
			await().until(() -> mirror.state() == ReplicationState.FAILING);
			assertThat(mirror.problem().orElseThrow()).contains(Mirrors.BUFFER);
			assertThat(mirror.statistics().lostLocally()).isZero();
		}
		awaitSamples(this.mirrors.getFirst(), 1);
		assertThat(this.mirrors.getFirst().state()).isEqualTo(ReplicationState.RUNNING);
		assertValues(0);
	}

	@Test
	void aSegmentThatIsTakenAwayFromTheMirrorIsWaitedFor() throws Exception {
		send(SampleRecord.of(0));
		Mirror mirror = start();
		awaitSamples(mirror, 1);
		GlobalBuffer.unlink(this.directory, Mirrors.BUFFER);
		try (ArrayWriter<long[]> other = GlobalBuffer.create(Mirrors.BUFFER, ArraySpec.of(DType.INT64, 1))
			.directory(this.directory)
			.capacity(4096)
			.open()) {
			await().until(() -> {
				send(SampleRecord.of(mirror.statistics().samples()));
				return mirror.state() == ReplicationState.FAILING;
			});
			other.write(new long[] { -1 });
		}
		long written = mirror.statistics().samples();
		awaitSamples(mirror, written + 1);
		try (ArrayReader<long[]> reader = read()) {
			assertThat(reader.next().value()).containsExactly(-1);
			assertThat(reader.next(TIMEOUT).orElseThrow().value()).containsExactly(written);
		}
		assertThat(mirror.statistics().lostInTransit()).isZero();
	}

	@Test
	void oneMirrorOfASegmentRuns() throws Exception {
		send(SampleRecord.of(0));
		Mirror first = start();
		awaitSamples(first, 1);
		Mirror second = start();
		await().until(() -> second.problem().filter((text) -> text.contains("Another mirror")).isPresent());
		assertThat(second.state()).isEqualTo(ReplicationState.WAITING);
		first.stop();
		send(SampleRecord.of(1));
		awaitSamples(second, 1);
		assertValues(0, 1);
	}

	@Test
	void aTopicThatComesLaterIsWaitedFor() throws Exception {
		Mirror mirror = start(definition(new MirrorStart.Newest()));
		await().until(() -> mirror.state() == ReplicationState.RUNNING);
		send(SampleRecord.of(0));
		awaitSamples(mirror, 1);
	}

	@Test
	void aBrokerThatIsOutOfReachIsAProblem() {
		Mirror mirror = new Mirror(this.definition,
				new DefaultKafkaConsumerFactory<>(
						Map.of("bootstrap.servers", "localhost:1", "auto.offset.reset", "earliest"),
						new ByteArrayDeserializer(), new ByteBufferDeserializer()),
				Mirrors.WRITERS, Duration.ofSeconds(1));
		this.mirrors.add(mirror);
		mirror.start();
		await().until(() -> mirror.state() == ReplicationState.FAILING);
		assertThat(mirror.problem()).contains("No broker of topic '" + this.topic + "' is in reach");
		mirror.stop();
		assertThat(mirror.state()).isEqualTo(ReplicationState.STOPPED);
	}

	@Test
	void aMirrorThatBeginsWithTheNextRecordLooksBackForTheSpec() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(1));
		Mirror mirror = start(definition(new MirrorStart.Newest()));
		await().until(() -> mirror.state() == ReplicationState.RUNNING);
		send(SampleRecord.of(2));
		awaitSamples(mirror, 1);
		assertValues(2);
		assertThat(mirror.statistics()).isEqualTo(new ReplicationStatistics(1, 8, 0, 0, 0, 0, 0));
	}

	@Test
	void withoutASpecSamplesAreLostLocallyUntilThereIsOne() throws Exception {
		Instant now = Instant.now();
		send(SampleRecord.of(0).at(now.minusSeconds(60)));
		send(SampleRecord.of(1).at(now), SampleRecord.of(2).at(now), SampleRecord.of(3).withSpec(true).at(now),
				SampleRecord.of(4).at(now));
		Mirror mirror = start(definition(new MirrorStart.Offset(1)));
		awaitSamples(mirror, 2);
		assertValues(3, 4);
		assertThat(mirror.statistics().lostLocally()).isEqualTo(2);
	}

	@Test
	void aMirrorMayBeginAtATime() throws Exception {
		Instant begin = Instant.parse("2026-11-28T06:00:00Z");
		send(SampleRecord.of(0).at(begin), SampleRecord.of(1).at(begin.plusSeconds(2)),
				SampleRecord.of(2).at(begin.plusSeconds(4)));
		Mirror mirror = start(definition(new MirrorStart.At(begin.plusSeconds(1))));
		awaitSamples(mirror, 2);
		assertValues(1, 2);
		mirror.stop();
		// the first start alone is told where to begin
		send(SampleRecord.of(3).at(begin.plusSeconds(6)));
		awaitSamples(start(definition(new MirrorStart.Oldest())), 1);
		assertValues(1, 2, 3);
	}

	@Test
	void aTimeAfterTheLastRecordIsTheEnd() throws Exception {
		send(SampleRecord.of(0));
		Mirror mirror = start(definition(new MirrorStart.At(Instant.now().plusSeconds(3600))));
		await().until(() -> mirror.state() == ReplicationState.RUNNING);
		send(SampleRecord.of(1));
		awaitSamples(mirror, 1);
		assertValues(1);
	}

	@Test
	void originalPaceKeepsTheIntervals() throws Exception {
		long published = 1_795_845_600_000_000_000L;
		for (int i = 0; i < 4; i++) {
			send(SampleRecord.of(i).with(RecordHeaders.PUBLISHED, published + i * 600_000_000L));
		}
		long began = System.nanoTime();
		Mirror mirror = start(Mirrors.withPace(this.definition, MirrorPace.ORIGINAL));
		awaitSamples(mirror, 4);
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(1800));
		assertValues(0, 1, 2, 3);
	}

	@Test
	void aMirrorThatWaitsForATimeStopsAtOnce() throws Exception {
		long published = 1_795_845_600_000_000_000L;
		send(SampleRecord.of(0).with(RecordHeaders.PUBLISHED, published),
				SampleRecord.of(1).with(RecordHeaders.PUBLISHED, published + 3_600_000_000_000L));
		Mirror mirror = start(Mirrors.withPace(this.definition, MirrorPace.ORIGINAL));
		awaitSamples(mirror, 1);
		mirror.stop();
		assertThat(mirror.state()).isEqualTo(ReplicationState.STOPPED);
		awaitSamples(start(), 1);
		assertValues(0, 1);
	}

	@Test
	void aMirrorThatHasNoJournalGoesOnWhereItsGroupDid() throws Exception {
		send(SampleRecord.of(0), SampleRecord.of(1));
		Mirror mirror = start();
		awaitSamples(mirror, 2);
		mirror.stop();
		this.definition = Mirrors.into(this.directory.resolve("other"), this.topic, new MirrorStart.Oldest());
		Files.createDirectory(this.directory.resolve("other"));
		send(SampleRecord.of(2));
		awaitSamples(start(), 1);
		assertThat(this.mirrors.getLast().statistics().repeated()).isZero();
	}

	private MirrorDefinition definition(MirrorStart start) {
		return Mirrors.into(this.directory, this.topic, start);
	}

	private Mirror start() {
		return start(this.definition);
	}

	private Mirror start(MirrorDefinition definition) {
		Mirror mirror = new Mirror(definition,
				new DefaultKafkaConsumerFactory<>(
						Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest",
								"enable.auto.commit", false),
						new ByteArrayDeserializer(), new ByteBufferDeserializer()),
				Mirrors.WRITERS, Duration.ofSeconds(10));
		this.mirrors.add(mirror);
		mirror.start();
		return mirror;
	}

	private KafkaProducer<byte[], byte[]> producer() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", broker.address()), new ByteArraySerializer(),
				new ByteArraySerializer());
	}

	private void send(SampleRecord... records) throws Exception {
		try (KafkaProducer<byte[], byte[]> producer = producer()) {
			for (SampleRecord record : records) {
				RecordMetadata sent = producer.send(record.to(this.topic)).get();
				assertThat(sent.partition()).isZero();
			}
		}
	}

	private static void awaitSamples(Mirror mirror, long count) {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			assertThat(mirror.problem()).isEmpty();
			assertThat(mirror.statistics().samples()).isEqualTo(count);
		});
	}

	private SegmentInfo segment() {
		return Mirrors.buffer(this.directory).findSegment().orElseThrow();
	}

	private ArrayReader<long[]> read() {
		return GlobalBuffer.attach(Mirrors.BUFFER)
			.directory(this.directory)
			.startFrom(StartPosition.OLDEST)
			.asArray(long[].class);
	}

	private void assertValues(long... values) throws InterruptedException {
		try (ArrayReader<long[]> reader = read()) {
			long[] read = LongStream.generate(() -> next(reader)).limit(segment().count()).toArray();
			assertThat(read).containsExactly(values);
		}
	}

	private static long next(ArrayReader<long[]> reader) {
		try {
			return reader.next().value()[0];
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
