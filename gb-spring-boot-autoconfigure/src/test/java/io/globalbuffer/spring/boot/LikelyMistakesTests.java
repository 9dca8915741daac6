// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.LockProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.AbandonedSegment;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees after each of the most likely mistakes: word for word what
 * {@code docs/failures.md} shows for it, where names, numbers and folders are examples.
 */
@ExtendWith(OutputCaptureExtension.class)
class LikelyMistakesTests {

	private static final Pattern BEAN = Pattern.compile("likelyMistakesTests\\.(\\w)");

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void wrongType(CapturedOutput output) {
		fail(Dashboard.class, TestApplication.arrayReader("imu"));
		assertIsDocumented("The wrong type", output);
	}

	@Test
	void forgottenSnakeCase(CapturedOutput output) {
		MessageSpec<Status> snakes = MessageSpec.of(Status.class).naming(FieldNaming.SNAKE_CASE);
		try (BufferWriter<Status> writer = GlobalBuffer.create("status", snakes)
			.capacity(16)
			.directory(this.directory)
			.open()) {
			fail(FailedStart.Empty.class, TestApplication.messageWriter("status", Status.class),
					TestApplication.buffer("status", "role=reader"));
			assertThat(writer.isOpen()).isTrue();
		}
		assertIsDocumented("Forgotten snake case", output);
	}

	@Test
	void wrongFilter(CapturedOutput output) {
		fail(Alarms.class, TestApplication.arrayReader("imu"));
		assertIsDocumented("The wrong filter", output);
	}

	@Test
	void scope(CapturedOutput output) {
		fail(Session.class, TestApplication.arrayReader("imu"));
		assertIsDocumented("A listener in a bean of a scope", output);
	}

	@Test
	void twoWritersInOneApplication(CapturedOutput output) {
		fail(FailedStart.Empty.class, TestApplication.arrayWriter("imu"), TestApplication.arrayWriter("copy"),
				TestApplication.buffer("copy", "segment=imu"));
		assertIsDocumented("Two writers in one application", output);
	}

	@Test
	void twoWritersInTwoProcesses(CapturedOutput output) {
		leave("imu");
		try (JavaProcess first = LockProcess.exclusive(segment("imu"))) {
			new SegmentFile(segment("imu")).putLong(SegmentFile.PID, first.pid());
			fail(FailedStart.Empty.class, TestApplication.arrayWriter("imu"),
					TestApplication.buffer("imu", "take-over-timeout=0s"));
		}
		assertIsDocumented("Two writers in two processes", output);
	}

	@Test
	void disabled(CapturedOutput output) {
		fail(Sensor.class, TestApplication.arrayWriter("imu"), new String[] { "globalbuffer.enabled=false" });
		assertIsDocumented("Buffers are disabled", output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reader", "writer" })
	void anotherUser(String role, CapturedOutput output) throws IOException {
		leave("imu");
		Assumptions.assumeTrue(Files.getOwner(segment("imu")).getName().equals("root"),
				"Only root may give files away");
		Files.setOwner(segment("imu"),
				this.directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		fail(FailedStart.Empty.class, TestApplication.arrayWriter("imu"),
				TestApplication.buffer("imu", "role=" + role));
		assertThat(output).contains("cannot be opened by its " + role);
		assertIsDocumented("Another user", output.toString().replace("by its writer:", "by its reader:"));
	}

	@Test
	void staleLayout(CapturedOutput output) {
		leave("imu");
		fail(FailedStart.Empty.class, TestApplication.arrayWriter("imu"), TestApplication.buffer("imu", "shape=3"));
		assertIsDocumented("A stale layout", output);
	}

	@Test
	void typingErrorInAListener(CapturedOutput output) {
		fail(Prices.class, TestApplication.arrayReader("quotes"));
		assertIsDocumented("A typing error in a listener", output);
	}

	@Test
	void typingErrorInAProperty(CapturedOutput output) {
		fail(FailedStart.Empty.class, TestApplication.arrayWriter("imu"), TestApplication.buffer("imu", "capcity=8"));
		assertIsDocumented("A typing error in a property", output);
	}

	@Test
	void missingFlag() {
		leave("imu");
		JavaCommand command = ApplicationProcess.command(this.directory, TestApplication.arrayWriter("imu"),
				TestApplication.buffer("imu", "take-over-timeout=0s"));
		List<String> options = Stream.concat(command.options().stream(), Stream.of("--illegal-native-access=deny"))
			.filter((option) -> !option.equals(JavaCommand.NATIVE_ACCESS))
			.toList();
		try (JavaProcess process = JavaProcess.start(new JavaCommand(command.main(), options, command.arguments()))) {
			assertIsDocumented("The flag is missing", process.call("start"));
		}
	}

	private void fail(Class<?> configuration, String[]... properties) {
		FailedStart.of(this.directory, configuration, properties);
	}

	/** A segment of {@code float64[2]}, as a writer leaves it that was killed. */
	private void leave(String name) {
		GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT64, 2)).capacity(64).directory(this.directory).open().close();
		AbandonedSegment.in(this.directory, name);
	}

	private Path segment(String name) {
		return this.directory.resolve("gb_" + name);
	}

	private void assertIsDocumented(String mistake, CharSequence output) {
		assertThat(asDocumented(output.toString())).contains(documented(mistake));
	}

	/** With the examples in the place of what is different each time. */
	private String asDocumented(String printed) {
		String text = printed.replace(this.directory.toString(), "/dev/shm")
			.replace(LikelyMistakesTests.class.getName() + "$", "com.acme.")
			.replaceAll("\\(from \\S+ from property source \"commandLineArgs\"\\)",
					"(from class path resource [application.yml] - 7:17)")
			.replaceAll("process [0-9]+", "process 4711")
			.replaceAll("heartbeat [0-9]+ ms ago", "heartbeat 312 ms ago");
		text = BEAN.matcher(text).replaceAll((bean) -> bean.group(1).toLowerCase(Locale.ROOT));
		return onOneLine(text);
	}

	private static String documented(String mistake) {
		List<String> block = DocumentedTables.lines("failures.md")
			.dropWhile((line) -> !line.equals("### " + mistake))
			.dropWhile((line) -> !line.equals("```"))
			.skip(1)
			.takeWhile((line) -> !line.equals("```"))
			.toList();
		assertThat(block).as(mistake).contains("Description:", "Action:");
		return onOneLine(block.stream().collect(Collectors.joining(" ")));
	}

	private static String onOneLine(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

	/**
	 * A message with a name of two words.
	 *
	 * @param camOn whether the camera is on
	 */
	public record Status(boolean camOn) {
	}

	static class Dashboard {

		@GlobalBufferListener("imu")
		void show(String sample) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Alarms {

		@Bean
		SampleFilter<float[]> loud() {
			return (sample) -> sample.value()[0] > 1;
		}

		@GlobalBufferListener(value = "imu", filter = "loud")
		void onSample(double[] sample) {
		}

	}

	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	static class Session {

		@GlobalBufferListener("imu")
		void onSample(double[] sample) {
		}

	}

	static class Sensor {

		Sensor(ArrayWriter<double[]> imu) {
		}

	}

	static class Prices {

		@GlobalBufferListener("qoutes")
		void onQuote(double[] sample) {
		}

	}

}
