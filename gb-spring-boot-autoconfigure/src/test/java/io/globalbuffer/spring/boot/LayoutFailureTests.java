// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.telemetry.Point;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees when a segment does not hold what is declared, or what a listener
 * receives.
 */
@ExtendWith(OutputCaptureExtension.class)
class LayoutFailureTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"dtype=float32  | Correct globalbuffer.buffers.imu.dtype, or remove it to accept what the segment holds.",
			"shape=3        | Correct globalbuffer.buffers.imu.shape, or remove it to accept what the segment holds.",
			"dtype=float32 shape=3 | Correct globalbuffer.buffers.imu.dtype and globalbuffer.buffers.imu.shape, or remove them" })
	void aReaderIsToldWhichPropertyDiffers(String properties, String action, CapturedOutput output) {
		try (ArrayWriter<double[]> writer = arrays(DType.FLOAT64, 2)) {
			fail(FailedStart.Empty.class, TestApplication.arrayReader("imu"),
					TestApplication.buffer("imu", properties.split(" ")));
			assertThat(writer.isOpen()).isTrue();
		}
		assertThat(output).contains("but its segment 'imu' in " + this.directory + " holds something else: ")
			.contains("float64[2], capacity 64")
			.contains(action);
		assertThat(action(output)).doesNotContain("on-existing").doesNotContain("segment or");
	}

	@ParameterizedTest
	@CsvSource({ "capacity,5", "dtype,float32" })
	void aWriterIsToldWhichPropertyDiffers(String property, String value, CapturedOutput output) {
		arrays(DType.FLOAT64, 2).close();
		fail(FailedStart.Empty.class, TestApplication.arrayWriter("imu"),
				TestApplication.buffer("imu", property + "=" + value));
		assertThat(output).contains("holds something else: float64[2], capacity 64, instead of ");
		assertThat(action(output)).startsWith("Correct globalbuffer.buffers.imu." + property + ". Or, if you have"
				+ " changed it on purpose and the segment is the old one of this buffer, set"
				+ " globalbuffer.buffers.imu.on-existing=replace to start with a new segment");
	}

	@ParameterizedTest
	@CsvSource({ "reader", "writer" })
	void aSegmentOfAnotherKindIsNotToBeReplaced(String role, CapturedOutput output) {
		try (ArrayWriter<double[]> other = arrays(DType.FLOAT64, 2)) {
			closeFor(role, other);
			fail(FailedStart.Empty.class, TestApplication.messageWriter("quotes", Quote.class),
					TestApplication.buffer("quotes", "segment=imu", "role=" + role));
		}
		assertThat(action(output))
			.startsWith("If that is the segment you mean, correct globalbuffer.buffers.quotes.kind,"
					+ " otherwise globalbuffer.buffers.quotes.segment.")
			.doesNotContain("on-existing");
	}

	@Test
	void aForgottenSnakeCaseOfAWriterIsNamed(CapturedOutput output) {
		snakes().close();
		fail(FailedStart.Empty.class, TestApplication.messageWriter("switches", Switch.class));
		assertThat(output).contains("They differ: ").contains("cam_on");
		assertThat(action(output))
			.startsWith("Set globalbuffer.buffers.switches.naming=snake-case: with it they agree.")
			.doesNotContain("on-existing");
	}

	@ParameterizedTest
	@CsvSource({ "reader", "writer" })
	void anotherTypeOfMessagesIsNamed(String role, CapturedOutput output) {
		try (BufferWriter<Switch> other = snakes()) {
			closeFor(role, other);
			fail(FailedStart.Empty.class, TestApplication.messageWriter("switches", Quote.class),
					TestApplication.buffer("switches", "role=" + role));
		}
		assertThat(output).contains("They differ: ").contains("symbol");
		assertThat(action(output)).startsWith("Correct globalbuffer.buffers.switches.type")
			.doesNotContain("schema")
			.doesNotContain("naming");
	}

	@Test
	void theSizeOfMessagesIsNamed(CapturedOutput output) {
		snakes().close();
		fail(FailedStart.Empty.class, TestApplication.messageWriter("switches", Switch.class),
				TestApplication.buffer("switches", "naming=snake-case", "max-bytes=100B"));
		assertThat(action(output)).startsWith("Correct globalbuffer.buffers.switches.max-bytes. Or");
	}

	@Test
	void aListenersArrayThatDoesNotFitIsItsOwnFault(CapturedOutput output) {
		try (ArrayWriter<float[]> writer = arrays(DType.FLOAT32, 2)) {
			fail(Doubles.class, TestApplication.buffer("imu", "kind=array", "role=reader"));
			assertThat(writer.isOpen()).isTrue();
		}
		assertThat(output).contains("Method " + Doubles.class.getName()
				+ ".on(double[]) cannot receive samples of array buffer 'imu': its segment 'imu' in " + this.directory
				+ " holds float32[2], capacity 64.");
		assertThat(action(output)).startsWith("Receive what it holds: float[], Sample<float[]> or List<float[]>.")
			.doesNotContain("globalbuffer.buffers");
	}

	@ParameterizedTest
	@CsvSource({ "reader", "writer" })
	void aListenersMessageThatDoesNotFitIsItsOwnFault(String role, CapturedOutput output) {
		try (BufferWriter<Quote> quotes = quotes()) {
			quotes.write(new Quote("a", 1));
			closeFor(role, quotes);
			fail(Switches.class, TestApplication.messageWriter("quotes", Quote.class),
					TestApplication.buffer("quotes", "role=" + role));
		}
		assertThat(output)
			.contains("Method " + Switches.class.getName()
					+ ".on(Switch) cannot receive samples of message buffer 'quotes': its segment 'quotes' in "
					+ this.directory + " holds MessagePack maps")
			.contains("They differ: ");
		assertThat(action(output)).startsWith("Correct " + Switch.class.getName() + ", or receive Map<String, Object>.")
			.doesNotContain("on-existing");
	}

	@Test
	void aForgottenSnakeCaseOfAListenerIsNamed(CapturedOutput output) {
		try (BufferWriter<Switch> writer = snakes()) {
			fail(Switches.class, TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=switches"));
			assertThat(writer.isOpen()).isTrue();
		}
		assertThat(output).contains("Method " + Switches.class.getName() + ".on(Switch) cannot receive");
		assertThat(action(output)).startsWith("Set globalbuffer.buffers.quotes.naming=snake-case: with it they agree.");
	}

	@Test
	void aListenerOfAClassWithTypeArgumentsIsNamed(CapturedOutput output) {
		try (BufferWriter<Point> writer = points()) {
			fail(Envelopes.class, TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=points",
					"type=" + Point.class.getName()));
			assertThat(writer.isOpen()).isTrue();
		}
		assertThat(output).contains("Method " + Envelopes.class.getName() + ".on(Envelope<Switch>) cannot receive");
		assertThat(action(output)).startsWith("Receive their generated class, or byte[].");
	}

	@Test
	void aSchemaThatDiffersIsNotTheListenersFault(CapturedOutput output) {
		try (BufferWriter<Switch> writer = snakes()) {
			fail(Switches.class, TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=switches",
					"schema={\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"type\":\"object\"}"));
			assertThat(writer.isOpen()).isTrue();
		}
		assertThat(action(output)).startsWith("Correct globalbuffer.buffers.quotes.schema, or remove it");
	}

	@Test
	void aReaderOfProtobufMessagesNeedsTheirType(CapturedOutput output) {
		try (BufferWriter<Point> writer = points()) {
			fail(FailedStart.Empty.class, TestApplication.buffer("points", "kind=message", "role=reader"));
			assertThat(writer.isOpen()).isTrue();
		}
		assertThat(output).contains("Buffer 'points' is declared as messages, but its segment 'points' in "
				+ this.directory + " holds something else: protobuf messages");
		assertThat(action(output)).startsWith("Set globalbuffer.buffers.points.type to the class of these messages.");
	}

	/**
	 * A reader is told what differs while there is a writer, a writer when there is none.
	 */
	private static void closeFor(String role, BufferWriter<?> writer) {
		if (role.equals("writer")) {
			writer.close();
		}
	}

	/** What is to be done, as it is printed. */
	private static String action(CapturedOutput output) {
		String text = output.toString();
		return text.substring(text.lastIndexOf("Action:") + "Action:".length()).strip();
	}

	private <A> ArrayWriter<A> arrays(DType<A> dtype, long... shape) {
		return GlobalBuffer.create("imu", ArraySpec.of(dtype, shape)).capacity(64).directory(this.directory).open();
	}

	private BufferWriter<Switch> snakes() {
		return GlobalBuffer.create("switches", MessageSpec.of(Switch.class).naming(FieldNaming.SNAKE_CASE))
			.capacity(16)
			.directory(this.directory)
			.open();
	}

	private BufferWriter<Point> points() {
		return GlobalBuffer.create("points", MessageSpec.of(Point.class)).capacity(4).directory(this.directory).open();
	}

	private BufferWriter<Quote> quotes() {
		return GlobalBuffer.create("quotes", MessageSpec.of(Quote.class)).capacity(16).directory(this.directory).open();
	}

	private void fail(Class<?> configuration, String[]... properties) {
		FailedStart.of(this.directory, configuration, properties);
	}

	/**
	 * A message with a name of two words.
	 *
	 * @param camOn whether it is on
	 */
	public record Switch(boolean camOn) {
	}

	/**
	 * A message about a value.
	 *
	 * @param value what it is
	 * @param <V> the value's type
	 */
	public record Envelope<V>(V value) {
	}

	static class Envelopes {

		@GlobalBufferListener("quotes")
		void on(Envelope<Switch> message) {
		}

	}

	static class Doubles {

		@GlobalBufferListener("imu")
		void on(double[] sample) {
		}

	}

	static class Switches {

		@GlobalBufferListener("quotes")
		void on(Switch message) {
		}

	}

}
