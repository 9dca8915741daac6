// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.AbandonedSegment;
import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.telemetry.Point;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees when an application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void anUnknownBufferWithoutAnyDeclarationSaysWhereToDeclareIt(CapturedOutput output) {
		fail(Misspelt.class);
		assertThat(output).contains("No buffer is declared: declare it under globalbuffer.buffers.qoutes.");
	}

	@Test
	void aBufferOfAnotherElementTypeIsToldFromThoseThatAreDeclared(CapturedOutput output) {
		fail(WrongElements.class, TestApplication.arrayWriter("imu"));
		assertThat(output).contains("needs ArrayWriter<float[]>, and no declared buffer is of that type.")
			.contains("Declared: imu (ArrayWriter<double[]>).");
	}

	@ParameterizedTest
	@ValueSource(classes = { WrongElements.class, Registry.class })
	void whatIsMissingSinceBuffersAreSwitchedOffIsToldWithTheWaysOut(Class<?> injected, CapturedOutput output) {
		fail(injected, TestApplication.arrayWriter("imu"), new String[] { "globalbuffer.enabled=false" });
		assertThat(output).contains("and globalbuffer.enabled=false: there are no buffers.")
			.contains("Set globalbuffer.enabled=true.")
			.contains("inject an ObjectProvider<")
			.doesNotContain("Declared:");
	}

	@Test
	void buffersOfOneTypeAreToldApartByName(CapturedOutput output) {
		fail(Ambiguous.class, TestApplication.arrayWriter("imu"), TestApplication.arrayWriter("gps"));
		assertThat(output).contains("needs one ArrayWriter<double[]>, and several buffers are of that type: ")
			.contains("imu (ArrayWriter<double[]>)")
			.contains("gps (ArrayWriter<double[]>)")
			.contains("Name the parameter like the buffer");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"capacity=0          | Property globalbuffer.buffers.imu.capacity cannot be '0' | at least 1",
			"segment=a/b         | Property globalbuffer.buffers.imu.segment cannot be 'a/b' | ",
			"shape=2,,3          | Property globalbuffer.buffers.imu.shape cannot be '2,,3' | Has a dimension without a number",
			"memory-factor=64    | Property globalbuffer.buffers.imu.memory-factor cannot be '64' | Has no meaning for an array",
			"shape=-1            | Property globalbuffer.buffers.imu.shape cannot be '-1' | negative",
			"type=java.util.Map  | Property globalbuffer.buffers.imu.type cannot be 'java.util.Map' | Has no meaning for an array",
			"max-bytes=4KB       | Property globalbuffer.buffers.imu.max-bytes cannot be '4KB' | Has no meaning for an array",
			"liveness.timeout=0s | Property globalbuffer.buffers.imu.liveness.timeout cannot be '0s' | positive",
			"dtype=double        | Property globalbuffer.buffers.imu.dtype cannot be 'double' | as numpy does: bool, int8,",
			"type=com.acme.Gone  | globalbuffer.buffers.imu.type | com.acme.Gone",
			"type=               | Property globalbuffer.buffers.imu.type (from | has no value",
			"liveness.tmeout=1s  | globalbuffer.buffers.imu.liveness has no tmeout. | globalbuffer.buffers.imu.liveness has: timeout.",
			"schema-policy=ignore | Property globalbuffer.buffers.imu.schema-policy cannot be 'ignore' | Has no meaning for an array",
			"naming=snake-case   | Property globalbuffer.buffers.imu.naming cannot be 'snake-case' | Has no meaning for an array",
			"file-mode=0640      | Property globalbuffer.buffers.imu.file-mode cannot be '0640' | Write it as ls does, for example rw-r-----",
			"file-mode=rwxrwxrwx | Property globalbuffer.buffers.imu.file-mode cannot be 'rwxrwxrwx' | others may not write",
			"group=no-such-group | Property globalbuffer.buffers.imu.group cannot be 'no-such-group' | There is no group 'no-such-group'",
			"owner=no-such-user  | Property globalbuffer.buffers.imu.owner cannot be 'no-such-user' | There is no user 'no-such-user'",
			"trace=true          | Property globalbuffer.buffers.imu.trace cannot be 'true' | Add Micrometer Tracing",
			"on-existing=adopt    | Property globalbuffer.buffers.imu.on-existing cannot be 'adopt' | Use one of: fail, take-over, take-over-presumed-dead, replace.",
			"take-over-timeout=-1s | Property globalbuffer.buffers.imu.take-over-timeout cannot be '-1s' | Must not be negative",
			"capacity=2000000000 | There is no room for segment | Set globalbuffer.buffers.imu.capacity to a smaller number" })
	void anInvalidValueIsNamedWithItsPropertyAndReason(String property, String description, String reason,
			CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayWriter("imu"), TestApplication.buffer("imu", property));
		assertThat(output).contains("APPLICATION FAILED TO START").contains(description);
		if (reason != null) {
			assertThat(output).contains(reason);
		}
	}

	@Test
	void tooLittleSpaceIsToldInNumbers(CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayWriter("imu"), TestApplication.buffer("imu", "capacity=2000000000"));
		assertThat(output).containsPattern("it needs [0-9]{11,} bytes of real memory, and [0-9]+ are free")
			.contains("In a container, start it with a larger --shm-size.");
	}

	@ParameterizedTest
	@CsvSource({ "file-mode,rw-r-----", "group,root", "publish-time,true", "checksum,true", "trace,true",
			"on-existing,replace", "take-over-timeout,1s", "on-close,unlink" })
	void whatAWriterDecidesIsRefusedForAReader(String property, String value, CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayReader("imu"), TestApplication.buffer("imu", property + "=" + value));
		assertThat(output).contains("Property globalbuffer.buffers.imu." + property + " cannot be '" + value + "'")
			.contains("Has no meaning for a reader: the writer decides it.");
	}

	@ParameterizedTest
	@CsvSource({ "schema,{}", "naming,snake-case" })
	void whatAProtoFileSaysIsRefusedForProtobufMessages(String property, String value, CapturedOutput output) {
		fail(Empty.class, TestApplication.messageWriter("points", Point.class),
				TestApplication.buffer("points", property + "=" + value));
		assertThat(output).contains("Property globalbuffer.buffers.points." + property + " cannot be '" + value + "'")
			.contains("Has no meaning for protobuf messages");
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, BufferKind.class, Runnable.class })
	void aTypeThatIsNoMessageIsRefused(Class<?> type, CapturedOutput output) {
		fail(Empty.class, TestApplication.messageWriter("quotes", type));
		assertThat(output).contains("Property globalbuffer.buffers.quotes.type cannot be '" + type.getName() + "'")
			.contains("Messages are records, objects of classes with fields, generated protobuf messages, or"
					+ " java.util.Map; " + type.getSimpleName() + " is none of these.");
	}

	@ParameterizedTest
	@CsvSource({ "listener.idle-event-interval,0s,positive", "listener.overrun-event-interval,-1s,negative",
			"liveness.heartbeat-interval,-1s,at least 1ms", "liveness.heartbeat-interval,999us,at least 1ms",
			"take-over-timeout,-1s,negative" })
	void anIntervalThatCannotBeIsRefused(String property, String value, String reason, CapturedOutput output) {
		fail(Empty.class, new String[] { "globalbuffer." + property + "=" + value });
		assertThat(output).contains("Property globalbuffer." + property + " cannot be '" + value + "'")
			.contains(reason);
	}

	@ParameterizedTest
	@CsvSource({
			"globalbuffer.listener.poll.min, listener has no poll., 'auto-startup, dispatch, idle-event-interval, mode,'",
			"globalbuffer.liveness.heartbeat, liveness has no heartbeat., 'heartbeat-interval, timeout.'",
			"globalbuffer.buffers.imu.shape.x, globalbuffer.buffers.imu.shape has no x., " })
	void anUnknownNestedPropertyIsRefused(String property, String description, String known, CapturedOutput output) {
		fail(Empty.class, new String[] { property + "=1" });
		assertThat(output).contains("Property " + property + " (from").contains(description);
		if (known != null) {
			assertThat(output).contains(known);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "writer", "reader" })
	void aDirectoryThatIsNotThisUsersIsToldWithTheRemedy(String role) throws Exception {
		if (role.equals("reader")) {
			writer("imu").close();
			Files.setPosixFilePermissions(this.directory.resolve("gb_imu"), Set.of());
		}
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-xr-xr-x"));
		try {
			String[] properties = role.equals("writer") ? TestApplication.arrayWriter("imu")
					: TestApplication.arrayReader("imu");
			assertThat(startWithoutOverride(properties)).contains("Buffer 'imu' cannot be opened by its " + role)
				.contains(this.directory.resolve("gb_imu").toString())
				.contains("Permission is denied:")
				.contains(role.equals("writer") ? "globalbuffer.directory" : "globalbuffer.buffers.imu.file-mode");
		}
		finally {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
	}

	@Test
	void aGroupThatTheUserDoesNotBelongToIsToldWithTheRemedy() throws Exception {
		Assumptions.assumeTrue(Files.getOwner(this.directory).getName().equals("root"),
				"Of another user it is not known which groups it does not belong to");
		assertThat(start(List.of("setpriv", "--clear-groups", "--bounding-set=-chown"),
				TestApplication.arrayWriter("imu"), TestApplication.buffer("imu", "group=65533")))
			.contains("does not belong to group '65533'")
			.contains("set globalbuffer.buffers.imu.group to a group that it belongs to");
	}

	@Test
	void aFileThatMayNotBeThatLargeIsToldWithTheRemedy() throws Exception {
		assertThat(start(List.of("sh", "-c", "ulimit -f 4000; exec \"$@\"", "sh"),
				TestApplication.buffer("imu", "kind=array", "role=writer", "dtype=float64", "shape=2",
						"capacity=100000")))
			.contains("Buffer 'imu' cannot be opened by its writer")
			.contains("the file would be larger than this process or its file system may have it")
			.contains("Set globalbuffer.buffers.imu.capacity to a smaller number");
	}

	/** Root may do anything unless it gives up the right to. */
	private String startWithoutOverride(String[] properties) throws Exception {
		boolean root = Files.getOwner(this.directory).getName().equals("root");
		return start(root ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of(),
				properties);
	}

	private String start(List<String> prefix, String[]... properties) throws Exception {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(ApplicationProcess
			.command(this.directory, Stream.of(properties).flatMap(Stream::of).toArray(String[]::new))
			.words());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader answers = process.inputReader(); Writer commands = process.outputWriter()) {
			commands.write("start\n");
			commands.flush();
			return answers.readLine();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@ParameterizedTest
	@CsvSource({ "kind,array or message", "role,writer or reader", "dtype,for example float64", "shape,the dimensions",
			"capacity,how many samples" })
	void aMissingValueOfAnArrayWriterIsNamed(String missing, String advice, CapturedOutput output) {
		String[] all = TestApplication.arrayWriter("imu");
		fail(Empty.class,
				Stream.of(all).filter((property) -> !property.contains("." + missing + "=")).toArray(String[]::new));
		assertThat(output).contains("Property globalbuffer.buffers.imu." + missing + " is not set.").contains(advice);
	}

	@Test
	void aMessageWriterWithoutATypeIsRefused(CapturedOutput output) {
		fail(Empty.class, TestApplication.buffer("quotes", "kind=message", "role=writer", "capacity=4"));
		assertThat(output).contains("Property globalbuffer.buffers.quotes.type is not set.").contains("record class");
	}

	@Test
	void whatDescribesArraysIsRefusedForMessages(CapturedOutput output) {
		fail(Empty.class, TestApplication.messageWriter("quotes", Quote.class),
				TestApplication.buffer("quotes", "dtype=float64"));
		assertThat(output).contains("Property globalbuffer.buffers.quotes.dtype cannot be 'float64'")
			.contains("Has no meaning for a message buffer, whose samples are described by type.");
	}

	@Test
	void aMissingSchemaResourceIsNamed(CapturedOutput output) {
		fail(Empty.class, TestApplication.messageWriter("facts", Map.class),
				TestApplication.buffer("facts", "schema=classpath:nowhere.json"));
		assertThat(output).contains("Property globalbuffer.buffers.facts.schema cannot be 'classpath:nowhere.json'")
			.contains("Cannot be read");
	}

	record Price(BigDecimal amount) {
	}

	@Test
	void aTypeWithoutASchemaIsNamedWithTheProperty(CapturedOutput output) {
		fail(Empty.class, TestApplication.messageWriter("prices", Price.class));
		assertThat(output).contains("Property globalbuffer.buffers.prices.type cannot be '" + Price.class.getName())
			.contains("component 'amount'")
			.contains("java.math.BigDecimal")
			.contains("globalbuffer.buffers.prices.schema");
	}

	@Test
	void aBufferNameThatCannotBeIsNamed(CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayWriter("[a/b]"));
		assertThat(output).contains("Buffer globalbuffer.buffers.[a/b] cannot be declared")
			.contains("lower-case letter");
	}

	@ParameterizedTest
	@CsvSource({ "a-bc, ab-c", "imu, im-u", "im-u, imu" })
	void buffersThatDifferInDashesOnlyAreRefused(String one, String other, CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayReader(one), TestApplication.arrayReader(other));
		assertThat(output).containsPattern("Buffer globalbuffer.buffers.(" + one + "|" + other + ") cannot be declared")
			.contains("Differs from buffer '")
			.contains("in dashes only");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aSegmentWithTwoDeclaredWritersIsRefused(boolean reversed, CapturedOutput output) {
		String[] one = TestApplication.arrayWriter("imu");
		String[] other = TestApplication.arrayWriter("copy");
		fail(Empty.class, reversed ? other : one, reversed ? one : other,
				TestApplication.buffer("copy", "segment=imu"));
		assertThat(output).contains("Property globalbuffer.buffers.copy.segment cannot be 'imu'")
			.contains("Buffer 'imu' writes that segment, and a segment has one writer.")
			.contains("globalbuffer.buffers.copy.role=reader");
	}

	@Test
	void aMemoryFactorBelowOneIsRefused(CapturedOutput output) {
		fail(Empty.class, TestApplication.messageWriter("quotes", Quote.class),
				TestApplication.buffer("quotes", "memory-factor=0"));
		assertThat(output).contains("Property globalbuffer.buffers.quotes.memory-factor cannot be '0'")
			.contains("Must be at least 1.");
	}

	@Test
	void anUnknownPropertyIsRefused(CapturedOutput output) {
		fail(Empty.class, new String[] { "globalbuffer.bufers.imu.kind=array" });
		assertThat(output).contains("Property globalbuffer.bufers.imu.kind (from")
			.contains("globalbuffer has no bufers.")
			.contains(
					"globalbuffer has: buffers, directory, enabled, health, listener, liveness, naming, native-access,"
							+ " replication, take-over-timeout.");
	}

	@Test
	void aSecondWriterOfThisProcessIsToldThatTheFirstOneIsHere(CapturedOutput output) {
		try (ArrayWriter<double[]> first = writer("imu")) {
			fail(Empty.class, TestApplication.arrayWriter("imu"),
					new String[] { "globalbuffer.buffers.imu.take-over-timeout=0s" });
			assertThat(output).contains("Buffer 'imu' cannot be opened by its writer: Segment " + first.path())
				.contains("this very process, process " + ProcessHandle.current().pid())
				.containsPattern("last heartbeat [0-9]+ ms ago")
				.contains("Close the writer that this process has already")
				.contains("globalbuffer.buffers.imu.segment")
				.contains("globalbuffer.buffers.imu.role=reader")
				.doesNotContain("Stop ");
		}
	}

	@Test
	void aWriterThatMayHaveGoneIsToldFromOneThatIsThere(CapturedOutput output) throws IOException {
		writer("imu").close();
		AbandonedSegment.ofPythonIn(this.directory, "imu");
		try (FileChannel pythonReader = FileChannel.open(this.directory.resolve("gb_imu"), StandardOpenOption.WRITE)) {
			fail(Empty.class, TestApplication.arrayWriter("imu"),
					TestApplication.buffer("imu", "take-over-timeout=0s"));
			assertThat(pythonReader.isOpen()).isTrue();
		}
		assertThat(output).contains("is not to be seen, but some process has the segment open for writing")
			.contains("If it is dead, stop the process that has the segment open")
			.contains("globalbuffer.buffers.imu.on-existing=take-over-presumed-dead");
	}

	@Test
	void aSegmentThatShallNotBeTakenOverIsToldWithTheRemedy(CapturedOutput output) {
		writer("imu").close();
		fail(Empty.class, TestApplication.arrayWriter("imu"),
				new String[] { "globalbuffer.buffers.imu.on-existing=fail" });
		assertThat(output).contains("Buffer 'imu' cannot be opened by its writer")
			.contains("exists already")
			.contains("globalbuffer.buffers.imu.on-existing=take-over")
			.doesNotContain("Stop ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reader", "writer" })
	void aFileThatIsNoSegmentIsNamed(String role, CapturedOutput output) throws IOException {
		Files.write(this.directory.resolve("gb_imu"), "x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
		fail(Empty.class, TestApplication.arrayWriter("imu"), new String[] { "globalbuffer.buffers.imu.role=" + role });
		assertThat(output).contains("Buffer 'imu' cannot be opened by its " + role)
			.contains(this.directory.resolve("gb_imu").toString())
			.contains("Remove that file if it is not needed, or set globalbuffer.buffers.imu.segment")
			.doesNotContain("globalbuffer.buffers.imu.owner");
	}

	@Test
	void aDirectoryThatDoesNotExistIsNamed(CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayReader("imu"),
				new String[] { "globalbuffer.directory=" + this.directory.resolve("absent") });
		assertThat(output)
			.contains("Property globalbuffer.directory cannot be '" + this.directory.resolve("absent") + "'")
			.contains("Name a directory that exists, or create this one");
	}

	@Test
	void aBufferNamedLikeABeanIsRefused(CapturedOutput output) {
		fail(Taken.class, TestApplication.arrayReader("taken"));
		assertThat(output).contains("Buffer 'taken' would become the bean 'taken', but there is one of that name")
			.contains("segment: taken");
	}

	@Test
	void anAliasNamedLikeABeanIsRefused(CapturedOutput output) {
		fail(Taken.class, TestApplication.arrayReader("also-taken"));
		assertThat(output).contains("Buffer 'also-taken' would become the bean 'alsoTaken', but there is one");
	}

	@ParameterizedTest
	@CsvSource({ "environment, environment", "system-properties, systemProperties" })
	void aBufferNamedLikeAnObjectOfSpringIsRefused(String buffer, String bean, CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayReader(buffer));
		assertThat(output).contains("Buffer '" + buffer + "' would become the bean '" + bean
				+ "', but there is one of that name: an object of ");
	}

	@Test
	void aBufferNamedLikeABeanIsRefusedWhereBeansMayBeOverridden(CapturedOutput output) {
		fail(Taken.class, TestApplication.arrayReader("taken"),
				new String[] { "spring.main.allow-bean-definition-overriding=true" });
		assertThat(output).contains("Buffer 'taken' would become the bean 'taken', but there is one of that name");
	}

	@Test
	void aBufferNamedLikeABeanThatIsDefinedLaterIsRefused(CapturedOutput output) {
		fail(DefinedLater.class, TestApplication.arrayReader("later"));
		assertThat(output).contains("Buffer 'later' would become the bean 'later', but there is one of that name")
			.contains("FailureAnalysisTests$Later.class")
			.contains("segment: later")
			.doesNotContain("allow-bean-definition-overriding");
	}

	@Test
	void aBufferNamedLikeABeanThatSpringLooksForIsRefused(CapturedOutput output) {
		fail(Empty.class, TestApplication.arrayReader("message-source"));
		assertThat(output)
			.contains("The bean 'messageSource' is a buffer, but a " + MessageSource.class.getName()
					+ " is looked for by that name.")
			.contains("Rename the buffer");
	}

	private ArrayWriter<double[]> writer(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT64, 2)).capacity(64).directory(this.directory).open();
	}

	private void fail(Class<?> configuration, String[]... properties) {
		FailedStart.of(this.directory, configuration, properties);
	}

	static class Empty {

	}

	static class Misspelt {

		@GlobalBufferListener("qoutes")
		void onQuote(double[] sample) {
		}

	}

	static class WrongElements {

		WrongElements(ArrayWriter<float[]> imu) {
		}

	}

	static class Registry {

		Registry(GlobalBufferListenerRegistry registry) {
		}

	}

	static class Ambiguous {

		Ambiguous(ArrayWriter<double[]> someOther) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Taken {

		@Bean
		String taken() {
			return "taken";
		}

		@Bean
		String alsoTaken() {
			return "also taken";
		}

	}

	@AutoConfiguration(after = GlobalBufferAutoConfiguration.class)
	static class Later {

		@Bean
		String later() {
			return "later";
		}

	}

	@ImportAutoConfiguration(Later.class)
	static class DefinedLater {

	}

}
