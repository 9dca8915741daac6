// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Position;
import io.globalbuffer.ReaderInfo;
import io.globalbuffer.Segments;
import io.globalbuffer.TraceContext;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;
import io.globalbuffer.spring.replication.ReplicationState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a publication sends to its topic.
 */
class PublicationTests {

	private static final ArraySpec<double[]> SPEC = ArraySpec.of(DType.FLOAT64, 2);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@RegisterExtension
	static final EmbeddedBroker broker = new EmbeddedBroker();

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private String topic = "";

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare(TestInfo test) {
		this.topic = test.getTestMethod().orElseThrow().getName();
		this.runner = broker.application(this.directory)
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues(publication("host=edge-1"));
	}

	private String[] publication(String... values) {
		String[] properties = new String[values.length + 3];
		System.arraycopy(values, 0, properties, 3, values.length);
		properties[0] = "direction=publish";
		properties[1] = "buffer=imu";
		properties[2] = "topic=" + this.topic;
		return EmbeddedBroker.replication("out", properties);
	}

	@Test
	void aSampleIsARecordOfItsBytes() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.run((context) -> {
				write(writer, 0, 2);
				List<ConsumerRecord<byte[], byte[]>> records = broker.read(this.topic, 2);
				ConsumerRecord<byte[], byte[]> first = records.getFirst();
				assertThat(first.key()).isEqualTo("imu".getBytes(StandardCharsets.UTF_8));
				assertThat(first.value()).isEqualTo(bytes(0));
				assertThat(EmbeddedBroker.text(first, "gb-host")).isEqualTo("edge-1");
				assertThat(EmbeddedBroker.number(first, "gb-sequence")).isZero();
				Position segment = Position.parse(Objects.requireNonNull(EmbeddedBroker.text(first, "gb-segment")));
				assertThat(segment.sequence()).isZero();
				assertThat(first.headers().lastHeader("gb-spec")).isNotNull();
				assertThat(first.headers().lastHeader("gb-missed")).isNull();
				assertThat(first.headers().lastHeader("gb-published")).isNull();
				ConsumerRecord<byte[], byte[]> second = records.get(1);
				assertThat(second.value()).isEqualTo(bytes(1));
				assertThat(EmbeddedBroker.number(second, "gb-sequence")).isEqualTo(1);
				assertThat(EmbeddedBroker.text(second, "gb-segment"))
					.isEqualTo(EmbeddedBroker.text(first, "gb-segment"));
				assertThat(EmbeddedBroker.number(second, "gb-spec-hash"))
					.isEqualTo(EmbeddedBroker.number(first, "gb-spec-hash"));
				// not every record carries it
				assertThat(second.headers().lastHeader("gb-spec")).isNull();
				awaitSamples(context, 2);
				assertThat(replication(context).statistics().bytes()).isEqualTo(2 * 16);
				assertThat(replication(context).state()).isEqualTo(ReplicationState.RUNNING);
				assertThat(replication(context).problem()).isEmpty();
			});
		}
	}

	@Test
	void whatTheStreamHoldsIsRepeated() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.withPropertyValues(publication("spec-interval=1ns")).run((context) -> {
				write(writer, 0, 3);
				assertThat(broker.read(this.topic, 3))
					.allSatisfy((record) -> assertThat(record.headers().lastHeader("gb-spec")).isNotNull());
			});
		}
	}

	@Test
	void aRecordSaysWhenAndInWhichTraceItsSampleWasWritten() {
		Instant written = Instant.parse("2026-11-28T06:00:00.123456789Z");
		TraceContext trace = TraceContext.of("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
		broker.application(this.directory)
			.withPropertyValues(publication())
			.withPropertyValues(TestApplication.messageWriter("imu", Quote.class))
			.withPropertyValues(TestApplication.buffer("imu", "publish-time=true", "trace=true"))
			.withBean(TraceContextSource.class, () -> () -> trace)
			.run((context) -> {
				quotes(context).write(new Quote("ABC", 1.5), written);
				ConsumerRecord<byte[], byte[]> record = broker.read(this.topic, 1).getFirst();
				assertThat(EmbeddedBroker.number(record, "gb-published"))
					.isEqualTo(TimeUnit.SECONDS.toNanos(written.getEpochSecond()) + written.getNano());
				assertThat(EmbeddedBroker.text(record, "traceparent"))
					.isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
				assertThat(new String(record.value(), StandardCharsets.ISO_8859_1)).contains("ABC");
			});
	}

	@Test
	void itGoesOnWhereItStopped() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.run((context) -> {
				write(writer, 0, 3);
				awaitSamples(context, 3);
			});
			write(writer, 3, 3);
			this.runner.run((context) -> {
				awaitSamples(context, 3);
				assertThat(broker.read(this.topic, 6))
					.extracting((record) -> EmbeddedBroker.number(record, "gb-sequence"))
					.containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
			});
		}
	}

	@Test
	void whatWasOverwrittenIsLostAtTheSource() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.run((context) -> {
				write(writer, 0, 1);
				awaitSamples(context, 1);
				replication(context).stop();
				assertThat(replication(context).state()).isEqualTo(ReplicationState.STOPPED);
				// the ring has 64 slots
				write(writer, 1, 74);
				replication(context).start();
				awaitSamples(context, 65);
				assertThat(replication(context).statistics().lostAtSource()).isEqualTo(10);
				ConsumerRecord<byte[], byte[]> next = broker.read(this.topic, 2).get(1);
				assertThat(EmbeddedBroker.number(next, "gb-sequence")).isEqualTo(11);
				assertThat(EmbeddedBroker.number(next, "gb-missed")).isEqualTo(10);
			});
		}
	}

	@Test
	void aSegmentThatReplacesAnotherIsFollowed() {
		this.runner.run((context) -> {
			try (ArrayWriter<double[]> writer = create()) {
				write(writer, 0, 3);
				awaitSamples(context, 3);
			}
			try (ArrayWriter<float[]> writer = GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT32, 3))
				.directory(this.directory)
				.capacity(8)
				.onExisting(OnExisting.REPLACE)
				.open()) {
				writer.write(new float[] { 1, 2, 3 });
				awaitSamples(context, 4);
			}
			List<ConsumerRecord<byte[], byte[]>> records = broker.read(this.topic, 4);
			ConsumerRecord<byte[], byte[]> last = records.get(3);
			assertThat(EmbeddedBroker.number(last, "gb-sequence")).isZero();
			assertThat(last.headers().lastHeader("gb-spec")).isNotNull();
			assertThat(EmbeddedBroker.number(last, "gb-spec-hash"))
				.isNotEqualTo(EmbeddedBroker.number(records.getFirst(), "gb-spec-hash"));
			Position previous = Position.parse(Objects.requireNonNull(EmbeddedBroker.text(last, "gb-previous")));
			assertThat(previous.sequence()).isEqualTo(3);
			assertThat(previous.at(0)).hasToString(EmbeddedBroker.text(records.getFirst(), "gb-segment"));
		});
	}

	@Test
	void onlyTheNewestSamplesGoWhereThatIsAskedFor() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.withPropertyValues(publication("mode=latest", "rate-limit=5")).run((context) -> {
				long start = System.nanoTime();
				write(writer, 0, 1);
				awaitSamples(context, 1);
				write(writer, 1, 50);
				await().atMost(TIMEOUT)
					.until(() -> replication(context).statistics().samples()
							+ replication(context).statistics().skipped() == 51);
				long samples = replication(context).statistics().samples();
				assertThat(samples - 1).isLessThanOrEqualTo(1 + (System.nanoTime() - start) / 200_000_000);
				List<ConsumerRecord<byte[], byte[]>> records = broker.read(this.topic, (int) samples);
				assertThat(EmbeddedBroker.number(records.getLast(), "gb-sequence")).isEqualTo(50);
				assertThat(records.stream()
					.map((record) -> EmbeddedBroker.number(record, "gb-skipped"))
					.filter(Objects::nonNull)
					.mapToLong(Long::longValue)
					.sum()).isEqualTo(51 - samples);
				assertThat(replication(context).statistics().lostAtSource()).isZero();
			});
		}
	}

	@Test
	void itWaitsForASegment() {
		this.runner.run((context) -> {
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(replication(context).problem())
					.contains("It waits for segment 'imu' in " + this.directory));
			assertThat(replication(context).state()).isEqualTo(ReplicationState.WAITING);
			try (ArrayWriter<double[]> writer = create()) {
				write(writer, 0, 2);
				awaitSamples(context, 2);
			}
		});
	}

	@Test
	void aSecondOneOfTheNameWaitsForTheFirst() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.run((first) -> this.runner.run((second) -> {
				await().atMost(TIMEOUT)
					.untilAsserted(() -> assertThat(replication(second).problem())
						.hasValueSatisfying((problem) -> assertThat(problem).contains("replication/out",
								Long.toString(ProcessHandle.current().pid()))));
				assertThat(replication(second).state()).isEqualTo(ReplicationState.WAITING);
				write(writer, 0, 2);
				awaitSamples(first, 2);
				replication(first).stop();
				write(writer, 2, 2);
				awaitSamples(second, 2);
			}));
			assertThat(broker.read(this.topic, 4)).extracting((record) -> EmbeddedBroker.number(record, "gb-sequence"))
				.containsExactly(0L, 1L, 2L, 3L);
		}
	}

	@Test
	void aStopSendsWhatWasRead() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner
				.withPropertyValues("spring.kafka.producer.properties.linger.ms=60000",
						"spring.kafka.producer.properties.delivery.timeout.ms=120000")
				.run((context) -> {
					write(writer, 0, 5);
					await().atMost(TIMEOUT).until(() -> lag() == 0);
				});
		}
		assertThat(broker.read(this.topic, 5)).hasSize(5);
	}

	@Test
	void nothingIsPartOfATransaction() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner
				.withPropertyValues("spring.kafka.producer.transaction-id-prefix=tx-",
						"spring.kafka.producer.properties.transactional.id=own",
						"spring.kafka.producer.value-serializer="
								+ "org.apache.kafka.common.serialization.StringSerializer")
				.run((context) -> {
					write(writer, 0, 1);
					awaitSamples(context, 1);
				});
		}
	}

	@Test
	void itMayBeStartedLater() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.withPropertyValues(publication("auto-startup=false")).run((context) -> {
				assertThat(replication(context).state()).isEqualTo(ReplicationState.STOPPED);
				replication(context).start();
				write(writer, 0, 1);
				awaitSamples(context, 1);
			});
		}
	}

	@Test
	void aBrokerThatIsAbsentBlocksNobody() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner.withPropertyValues("spring.kafka.bootstrap-servers=localhost:1",
					"spring.kafka.producer.properties.max.block.ms=500", "globalbuffer.listener.shutdown-timeout=1s")
				.run((context) -> {
					write(writer, 0, 1000);
					await().atMost(TIMEOUT)
						.untilAsserted(
								() -> assertThat(replication(context).state()).isEqualTo(ReplicationState.FAILING));
					assertThat(replication(context).problem()).hasValueSatisfying((problem) -> assertThat(problem)
						.contains("'" + this.topic + "'", "TimeoutException", "500 ms"));
				});
			this.runner.run((context) -> {
				awaitSamples(context, 64);
				assertThat(replication(context).statistics().lostAtSource()).isEqualTo(1000 - 64);
				assertThat(replication(context).state()).isEqualTo(ReplicationState.RUNNING);
			});
		}
	}

	@Test
	void aBrokerThatIsAbsentKeepsNobodyWaitingWhoStops() {
		try (ArrayWriter<double[]> writer = create()) {
			this.runner
				.withPropertyValues("spring.kafka.bootstrap-servers=localhost:1",
						"globalbuffer.listener.shutdown-timeout=10m")
				.run((context) -> {
					write(writer, 0, 1);
					await().atMost(TIMEOUT).until(() -> lag() == 0);
					Replication publication = replication(context);
					long began = System.nanoTime();
					publication.stop();
					assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT);
					assertThat(publication.state()).isEqualTo(ReplicationState.STOPPED);
				});
		}
	}

	@Test
	void limitsThatASampleExceedsAreNamed() throws Exception {
		broker.createTopic(this.topic, Map.of("max.message.bytes", "1000"));
		try (ArrayWriter<double[]> writer = create()) {
			this.runner
				.withPropertyValues("spring.kafka.producer.properties.max.request.size=900",
						"spring.kafka.producer.properties.buffer.memory=1024")
				.run((context) -> {
					write(writer, 0, 1);
					await().atMost(TIMEOUT)
						.untilAsserted(
								() -> assertThat(replication(context).state()).isEqualTo(ReplicationState.FAILING));
					assertThat(replication(context).problem()).hasValueSatisfying((problem) -> assertThat(problem)
						.startsWith("A sample of buffer 'imu' takes up to 16 bytes, and its record up to ")
						.contains("spring.kafka.producer.properties.max.request.size, which is 900;",
								"spring.kafka.producer.properties.buffer.memory, which is 1024;",
								"max.message.bytes of topic '" + this.topic + "', which is 1000",
								"message.max.bytes of the brokers, with replica.fetch.max.bytes"));
				});
			// what was not sent is sent when the limits are raised
			this.runner.withPropertyValues("spring.kafka.producer.compression-type=lz4")
				.run((context) -> awaitSamples(context, 1));
		}
	}

	private ArrayWriter<double[]> create() {
		return GlobalBuffer.create("imu", SPEC).directory(this.directory).capacity(64).open();
	}

	private static void write(ArrayWriter<double[]> writer, int first, int count) {
		for (int number = first; number < first + count; number++) {
			writer.write(new double[] { number, -number });
		}
	}

	private static byte[] bytes(int number) {
		return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(number).putDouble(-number).array();
	}

	private static Replication replication(ApplicationContext context) {
		return context.getBean(ReplicationRegistry.class).find("out").orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static BufferWriter<Quote> quotes(ApplicationContext context) {
		return context.getBean("imu", BufferWriter.class);
	}

	private static void awaitSamples(ApplicationContext context, long samples) {
		await().atMost(TIMEOUT).until(() -> replication(context).statistics().samples() == samples);
	}

	/** Of the publication: the reader bean has read nothing. */
	private long lag() {
		return Segments.in(this.directory)
			.find("imu")
			.orElseThrow()
			.readers()
			.stream()
			.filter((reader) -> reader.mode().isPresent())
			.mapToLong(ReaderInfo::lag)
			.findFirst()
			.orElse(Long.MAX_VALUE);
	}

}
