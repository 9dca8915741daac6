package io.globalbuffer.spring.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a buffer's properties do to its segment.
 */
class SegmentPropertiesTests {

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
			.run((context) -> context.getBean("imu", BufferWriter.class).write(new double[] { 1, 2 }));
		Assumptions.assumeTrue(Files.getOwner(segment("imu")).getName().equals("root"),
				"Only root may give files away");
		Files.setOwner(segment("imu"),
				this.directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.owner=nobody")
			.run((context) -> assertThat(context.getBean("imu", BufferReader.class).latest()).isPresent());
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
