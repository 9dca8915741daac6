// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.StartPosition;
import io.globalbuffer.TraceContext;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.telemetry.Point;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a buffer's properties do to its segment.
 */
class SegmentPropertiesTests {

	/** Bytes before the value of a sample. */
	private static final int SLOT_HEADER = 64;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory);
	}

	@Test
	void onlyItsOwnerMayUseASegmentUnlessTheFileModeSaysMore() throws Exception {
		this.runner.withPropertyValues(TestApplication.arrayWriter("own"))
			.withPropertyValues(TestApplication.arrayWriter("shared"))
			.withPropertyValues("globalbuffer.buffers.shared.file-mode=rw-r-----")
			.run((context) -> {
				assertThat(mode("own")).isEqualTo("rw-------");
				assertThat(mode("shared")).isEqualTo("rw-r-----");
			});
	}

	@Test
	void theSegmentBelongsToTheNamedGroup() throws Exception {
		Path probe = Files.createFile(this.directory.resolve("probe"));
		String own = Files.readAttributes(probe, PosixFileAttributes.class).group().getName();
		String group = Files.getOwner(probe).getName().equals("root") ? "daemon" : own;
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.group=" + group)
			.run((context) -> assertThat(
					Files.readAttributes(segment("imu"), PosixFileAttributes.class).group().getName())
				.isEqualTo(group));
	}

	@Test
	void aReaderAcceptsTheSegmentOfTheNamedOwner() throws Exception {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.run((context) -> Listeners.writer(context.getBean("imu")).write(new double[] { 1, 2 }));
		Assumptions.assumeTrue(Files.getOwner(segment("imu")).getName().equals("root"),
				"Only root may give files away");
		Files.setOwner(segment("imu"),
				this.directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.owner=nobody")
			.run((context) -> {
				BufferReader<?> reader = context.getBean("imu", BufferReader.class);
				assertThat(reader.latest().isPresent()).isTrue();
			});
	}

	@Test
	void namesBecomeKeysAsTheNamingSays() {
		this.runner.withPropertyValues(TestApplication.messageWriter("plain", Switch.class))
			.withPropertyValues(TestApplication.messageWriter("snake", Switch.class))
			.withPropertyValues("globalbuffer.buffers.snake.naming=snake-case")
			.withPropertyValues(TestApplication.buffer("read", "kind=message", "role=reader",
					"type=" + Switch.class.getName(), "segment=snake", "naming=snake-case"))
			.run((context) -> {
				write(context.getBean("plain"), new Switch(true));
				write(context.getBean("snake"), new Switch(true));
				assertThat(keys("plain")).isEqualTo(Map.of("camOn", true));
				assertThat(keys("snake")).isEqualTo(Map.of("cam_on", true));
				assertThat(context.getBean("read", BufferReader.class).latest().orElseThrow()).extracting("value")
					.isEqualTo(new Switch(true));
			});
	}

	@Test
	void theNamingOfAllBuffersIsThatOfEachWhichSaysNothingElse() {
		this.runner.withPropertyValues("globalbuffer.naming=snake-case")
			.withPropertyValues(TestApplication.messageWriter("plain", Switch.class))
			.withPropertyValues("globalbuffer.buffers.plain.naming=as-declared")
			.withPropertyValues(TestApplication.messageWriter("snake", Switch.class))
			.withPropertyValues(TestApplication.messageWriter("points", Point.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.run((context) -> {
				write(context.getBean("plain"), new Switch(true));
				write(context.getBean("snake"), new Switch(true));
				assertThat(keys("plain")).isEqualTo(Map.of("camOn", true));
				assertThat(keys("snake")).isEqualTo(Map.of("cam_on", true));
			});
	}

	@Test
	void theTakeOverTimeoutOfAllBuffersIsThatOfEachWhichSaysNothingElse() {
		ApplicationContextRunner impatient = this.runner.withPropertyValues("globalbuffer.take-over-timeout=0s")
			.withPropertyValues(TestApplication.arrayWriter("imu"));
		String patience = "globalbuffer.buffers.imu.take-over-timeout=1s";
		impatient.run((first) -> {
			long start = System.nanoTime();
			impatient.run((context) -> assertThat(context).hasFailed());
			// less than the ten seconds that are usual
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			start = System.nanoTime();
			impatient.withPropertyValues(patience).run((context) -> assertThat(context).hasFailed());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		});
	}

	@Test
	void aMemoryFactorAllowsMessagesThatTakeMoreMemory() {
		List<Map<String, Object>> many = Collections.nCopies(100_000, Map.of());
		ApplicationContextRunner writing = this.runner
			.withPropertyValues(TestApplication.buffer("lists", "kind=message", "role=writer", "type=java.util.Map",
					"capacity=4", "max-bytes=1MB"))
			.withPropertyValues(TestApplication.buffer("read", "kind=message", "role=reader", "segment=lists"));
		writing.run((context) -> {
			write(context.getBean("lists"), Map.of("many", many));
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> context.getBean("read", BufferReader.class).latest())
				.withMessageContaining("memory-factor");
		});
		writing.withPropertyValues("globalbuffer.buffers.read.memory-factor=500").run((context) -> {
			write(context.getBean("lists"), Map.of("many", many));
			BufferReader<?> reader = context.getBean("read", BufferReader.class);
			assertThat(reader.latest().isPresent()).isTrue();
		});
	}

	@Test
	void aSchemaThatDiffersIsRefusedUnlessThePolicyIgnoresIt() {
		ApplicationContextRunner reading = this.runner.withPropertyValues(TestApplication.buffer("switches",
				"kind=message", "role=reader", "type=" + Switch.class.getName(), "segment=quotes"));
		try (BufferWriter<Quote> writer = quotes()) {
			reading.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SchemaMismatchException.class));
			reading.withPropertyValues("globalbuffer.buffers.switches.schema-policy=ignore")
				.run((context) -> assertThat(context).hasNotFailed());
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aSchemaThatDiffersInATitleIsRefusedByTheExactPolicy() {
		String titled = """
				{"properties":{"symbol":{"title":"What","type":"string"},"price":{"title":"Price","type":"number"}},\
				"required":["symbol","price"],"title":"Other","type":"object"}""";
		ApplicationContextRunner reading = this.runner.withPropertyValues(TestApplication.buffer("quotes",
				"kind=message", "role=reader", "type=" + Quote.class.getName(), "schema=" + titled));
		try (BufferWriter<Quote> writer = quotes()) {
			reading.run((context) -> assertThat(context).hasNotFailed());
			reading.withPropertyValues("globalbuffer.buffers.quotes.schema-policy=exact")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(SchemaMismatchException.class));
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void withoutNativeAccessWritersAreKnownByTheirStampsAlone() {
		String[] reader = TestApplication.buffer("read", "kind=array", "role=reader", "segment=imu");
		try (ApplicationProcess process = ApplicationProcess.in(this.directory, TestApplication.arrayWriter("imu"),
				reader, new String[] { "globalbuffer.native-access=off" })) {
			assertThat(process.call("start")).isEqualTo("started");
			assertThat(process.call("write")).isEqualTo("0");
			// with native access a writer holds a lock, so that a second one is refused
			// for it
			this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
				.withPropertyValues("globalbuffer.buffers.imu.take-over-timeout=0s")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.message()
					.contains("process " + process.pid())
					.doesNotContain("holds its lock"));
		}
	}

	@Test
	void samplesTellTheirAgeWithAPublishTime() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("plain"))
			.withPropertyValues(TestApplication.arrayWriter("timed"))
			.withPropertyValues("globalbuffer.buffers.timed.publish-time=true")
			.run((context) -> {
				write(context.getBean("plain"), new double[] { 1, 2 });
				write(context.getBean("timed"), new double[] { 1, 2 });
				assertThat(oldest("plain").origin().age()).isEmpty();
				assertThat(oldest("timed").origin().age()).get(as(InstanceOfAssertFactories.DURATION))
					.isBetween(Duration.ZERO, Duration.ofMinutes(1));
			});
	}

	@Test
	void aDamagedSampleIsLostWithAChecksum() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.checksum=true")
			.run((context) -> {
				write(context.getBean("imu"), new double[] { 1, 2 });
				write(context.getBean("imu"), new double[] { 3, 4 });
				new SegmentFile(segment("imu")).putLong(SegmentFile.SLOTS_START + SLOT_HEADER, 7);
				assertThat(oldest("imu").sequence()).isOne();
				assertThat(oldest("imu").missed()).isOne();
			});
	}

	@Test
	void samplesCarryTheTraceThatTheSourceTells() {
		TraceContext trace = TraceContext.of("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
		AtomicReference<@Nullable TraceContext> current = new AtomicReference<>();
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.trace=true")
			.withBean(TraceContextSource.class, () -> current::get)
			.run((context) -> {
				write(context.getBean("imu"), new double[] { 1, 2 });
				assertThat(newest("imu").origin().traceContext()).isEmpty();
				current.set(trace);
				write(context.getBean("imu"), new double[] { 3, 4 });
				assertThat(newest("imu").origin().traceContext()).contains(trace);
			});
	}

	private Sample<?> oldest(String segment) throws InterruptedException {
		try (BufferReader<?> reader = GlobalBuffer.attach(segment)
			.directory(this.directory)
			.startFrom(StartPosition.OLDEST)
			.asArray()) {
			return reader.next(Duration.ZERO).orElseThrow();
		}
	}

	private Sample<?> newest(String segment) {
		try (BufferReader<?> reader = GlobalBuffer.attach(segment).directory(this.directory).asArray()) {
			return reader.latest().orElseThrow();
		}
	}

	private BufferWriter<Quote> quotes() {
		return GlobalBuffer.create("quotes", MessageSpec.of(Quote.class)).capacity(4).directory(this.directory).open();
	}

	private Map<String, Object> keys(String segment) {
		try (BufferReader<Map<String, Object>> reader = GlobalBuffer.attach(segment)
			.directory(this.directory)
			.asMap()) {
			return reader.latest().orElseThrow().value();
		}
	}

	@SuppressWarnings("unchecked")
	private static void write(Object writer, Object message) {
		((BufferWriter<Object>) writer).write(message);
	}

	private String mode(String segment) throws Exception {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(segment(segment)));
	}

	private Path segment(String name) {
		return this.directory.resolve("gb_" + name);
	}

	/**
	 * A message with a name of two words.
	 *
	 * @param camOn whether it is on
	 */
	public record Switch(boolean camOn) {
	}

}
