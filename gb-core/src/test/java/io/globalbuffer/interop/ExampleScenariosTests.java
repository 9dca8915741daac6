// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Reservation;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerReply;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The examples of the Python package, with one side of each in Java. Cases 114 to 116.
 */
class ExampleScenariosTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** Of the writer at 200 Hz. */
	private static final Duration PERIOD = Duration.ofMillis(5);

	/**
	 * How long a reader of the benchmark waits until it asks whether the writer lives.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(200);

	private static final ArraySpec<float[]> FRAME = ArraySpec.of(DType.COMPLEX64, 64, 4);

	private static final int FRAMES = 50;

	private static final String SCRIPT = """
			def reserve_frames(waiting, name, count, period):
			    with gb.create(name, gb.ArraySpec("complex64", (64, 4)), 8) as writer:
			        for number in range(count):
			            with writer.reserve() as view:
			                view[...] = number
			            time.sleep(period)

			def means(waiting, name, count):
			    found = []
			    with gb.attach(name) as reader:
			        deadline = time.monotonic() + 30
			        while len(found) < count and time.monotonic() < deadline:
			            frame = reader.latest()
			            if frame is not None:
			                mean = complex(frame.mean())
			                if not found or found[-1] != [mean.real, mean.imag]:
			                    found.append([mean.real, mean.imag])
			            time.sleep(0.001)
			    return found

			def verify(waiting, name):
			    delivered = bad = 0
			    first = None
			    with gb.attach(name) as reader:
			        while True:
			            try:
			                frame = reader.next(timeout=0.2)
			            except gb.Empty:
			                if not reader.writer_alive:
			                    return {"delivered": delivered, "bad": bad, "overruns": reader.overruns,
			                            "first": first}
			                continue
			            if first is None:
			                first = int(frame[0]) - reader.overruns
			            delivered += 1
			            bad += bool((frame != frame[0]).any())
			            if delivered <= 100:
			                # so long that it is lapped
			                time.sleep(0.001)
			""";

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	record Status(double gain, boolean cam_on, String pod) {
	}

	/**
	 * What a reader of the benchmark found.
	 *
	 * @param delivered frames read
	 * @param bad those that were not filled with their first element, the sequence
	 * @param gaps frames that were not delivered, by the sequences of the others
	 * @param last the last frame's sequence
	 */
	private record Figures(long delivered, long bad, long gaps, long last) {

		static final Figures NOTHING = new Figures(0, 0, 0, -1);

		Figures and(Sample<long[]> sample) {
			boolean bad = false;
			for (long element : sample.value()) {
				bad |= element != sample.sequence();
			}
			return new Figures(this.delivered + 1, this.bad + (bad ? 1 : 0),
					this.gaps + sample.sequence() - this.last - 1, sample.sequence());
		}

	}

	/** Case 114. */
	@Test
	void theMeanOfEachFrameThatPythonReservesIsItsNumber() throws InterruptedException {
		String name = this.names.next();
		try (ArrayReader<float[]> reader = GlobalBuffer.attach(name).following().asArray(FRAME)) {
			PeerReply<JsonNode> written = run("reserve_frames",
					Map.of("name", name, "count", FRAMES, "period", PERIOD.toMillis() / 1e3));
			long delivered = 0;
			Sample<float[]> frame;
			do {
				frame = reader.nextLatest(TIMEOUT).orElseThrow();
				assertThat(mean(frame.value(), 0)).isEqualTo((double) frame.sequence());
				assertThat(mean(frame.value(), 1)).isZero();
				delivered++;
			}
			while (frame.sequence() < FRAMES - 1);
			assertThat(delivered + reader.skipped()).isEqualTo(FRAMES);
			written.await();
		}
	}

	/** Case 114. */
	@Test
	void theMeanOfEachFrameThatJavaReservesIsItsNumber() {
		String name = this.names.next();
		try (ArrayWriter<float[]> writer = GlobalBuffer.create(name, FRAME).capacity(8).open()) {
			PeerReply<JsonNode> read = run("means", Map.of("name", name, "count", FRAMES));
			int number = 0;
			while (!read.isDone()) {
				try (Reservation frame = writer.reserve()) {
					for (int value = 0; value < FRAME.length(); value += 2) {
						frame.segment().setAtIndex(ValueLayout.JAVA_FLOAT, value, number);
						frame.segment().setAtIndex(ValueLayout.JAVA_FLOAT, value + 1, 0);
					}
					assertThat(frame.commit()).isEqualTo(number++);
				}
				LockSupport.parkNanos(PERIOD.toNanos());
			}
			List<Double> means = StreamSupport.stream(read.await().spliterator(), false)
				.peek((mean) -> assertThat(mean.path(1).asDouble()).isZero())
				.map((mean) -> mean.path(0).asDouble())
				.toList();
			assertThat(means).hasSize(FRAMES).doesNotHaveDuplicates().isSorted();
			assertThat(means).isSubsetOf(IntStream.range(0, number).mapToObj((frame) -> (double) frame).toList());
		}
	}

	/** Case 115, five times as fast. */
	@Test
	void eachStatusArrives() throws InterruptedException {
		PythonPeer peer = peers.get(PythonVersion.V1_1_3);
		peer.define("""
				class PodStatus(BaseModel):
				    gain: float
				    cam_on: bool
				    pod: str
				""");
		List<Status> statuses = IntStream.range(0, 6)
			.mapToObj((number) -> new Status(number / 4.0, number % 2 == 0, "pod " + number))
			.toList();
		String pythonName = this.names.next();
		PeerWriter python = peer.createMessage(pythonName, "PodStatus", 4, 512);
		String schema;
		try (BufferReader<Status> reader = GlobalBuffer.attach(pythonName).as(Status.class)) {
			schema = Schemas.of(reader);
			PeerReply<?> written = python.writeAll(statuses.stream()
				.map((status) -> Map.of("gain", status.gain(), "cam_on", status.cam_on(), "pod", status.pod()))
				.toList(), Duration.ofMillis(200));
			for (Status status : statuses) {
				assertThat(reader.next(Duration.ofSeconds(5)).orElseThrow().value()).isEqualTo(status);
			}
			assertThat(reader.overruns()).isZero();
			written.await();
		}
		String javaName = this.names.next();
		try (BufferWriter<Status> writer = GlobalBuffer
			.create(javaName, MessageSpec.of(Status.class).schema(schema).maxBytes(512))
			.capacity(4)
			.open()) {
			PeerReader reader = peer.attach(javaName, "PodStatus");
			for (Status status : statuses) {
				PeerReply<JsonNode> next = reader.startNext(Duration.ofSeconds(5));
				writer.write(status);
				JsonNode message = next.await().path("message");
				assertThat(message.path("gain").asDouble()).isEqualTo(status.gain());
				assertThat(message.path("cam_on").asBoolean()).isEqualTo(status.cam_on());
				assertThat(message.path("pod").asText()).isEqualTo(status.pod());
			}
			assertThat(reader.overruns()).isZero();
			reader.close();
		}
	}

	/** Case 116. */
	@ParameterizedTest
	@EnumSource(ReadMode.class)
	void noFrameIsBadHoweverFarJavaIsLappedAndTheReaderEndsWithTheWriter(ReadMode mode) throws InterruptedException {
		String name = this.names.next();
		try (PythonPeer writing = PythonPeer.start(PythonVersion.V1_1_3)) {
			PeerWriter writer = writing.createArray(name, "int64", 2, 256);
			try (ArrayReader<long[]> reader = GlobalBuffer.attach(name).asArray(long[].class)) {
				PeerReply<Long> written = writer.fillUntilNextCommand(0, Duration.ZERO);
				Figures figures = Figures.NOTHING;
				long deadline = System.nanoTime() + TIMEOUT.toNanos();
				boolean ended = false;
				while (!ended && System.nanoTime() - deadline < 0) {
					Optional<Sample<long[]>> frame = (mode == ReadMode.NEXT) ? reader.next(PATIENCE)
							: reader.nextLatest(PATIENCE);
					if (frame.isPresent()) {
						figures = figures.and(frame.get());
						// so long that it is lapped
						LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
					}
					ended = frame.isEmpty() && !reader.stats().writer().alive();
					if (figures.delivered() == 50 && !written.isDone()) {
						writing.kill();
					}
				}
				long count = new SegmentFile(PeerNames.file(name)).getLong(SegmentFile.COUNT);
				assertThat(ended).as("the reader ended by itself").isTrue();
				assertThat(figures).returns(0L, Figures::bad).returns(count - 1, Figures::last);
				assertThat(figures.gaps()).isPositive().isEqualTo(reader.overruns() + reader.skipped());
				assertThat((mode == ReadMode.NEXT) ? reader.skipped() : reader.overruns()).isZero();
				assertThat(figures.delivered() + figures.gaps()).isEqualTo(count);
			}
		}
	}

	/** Case 116. */
	@Test
	void noFrameIsBadHoweverFarPythonIsLappedAndTheReaderEndsWithTheWriter() throws Exception {
		String name = this.names.next();
		SegmentFile segment = new SegmentFile(PeerNames.file(name));
		try (WriterProcess writer = WriterProcess.start(name)) {
			PeerReply<JsonNode> verified = run("verify", Map.of("name", name));
			writer.stream();
			await().atMost(TIMEOUT).until(() -> segment.getLong(SegmentFile.COUNT) > 1_000_000);
			writer.kill();
			JsonNode figures = verified.await();
			assertThat(figures.path("bad").asLong()).isZero();
			assertThat(figures.path("overruns").asLong()).isPositive();
			assertThat(figures.path("delivered").asLong() + figures.path("overruns").asLong())
				.isEqualTo(segment.getLong(SegmentFile.COUNT) - figures.path("first").asLong());
		}
	}

	private static PeerReply<JsonNode> run(String function, Map<String, ?> arguments) {
		Map<String, Object> all = new HashMap<>(arguments);
		all.put("source", SCRIPT);
		all.put("function", function);
		return peers.get(PythonVersion.V1_1_3).send("run", all);
	}

	/** Of one part of complex numbers: 0 for the real one. */
	private static double mean(float[] values, int part) {
		return IntStream.range(0, values.length / 2)
			.mapToDouble((element) -> values[2 * element + part])
			.average()
			.orElseThrow();
	}

}
