// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.activity.GlobalBufferActivityAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the application's log tells of its buffers.
 */
@ExtendWith(OutputCaptureExtension.class)
class BufferLifeLogTests {

	private static final long PID = ProcessHandle.current().pid();

	private static final String LOGGER = "io.globalbuffer.spring";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(Level.INFO);
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferActivityAutoConfiguration.class));
	}

	@AfterEach
	void quiet() {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(null);
	}

	@Test
	void aWriterSaysInOneLineThatItsSegmentWasCreatedTakenOverOrReplaced(CapturedOutput output) {
		ApplicationContextRunner writing = this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("listening", Listening.class);
		writing.run((context) -> {
			Listeners.writer(context.getBean("imu")).write(new double[] { 1, 2 });
			await().until(() -> context.getBean(Listening.class).received.getCount() == 0);
		});
		assertThat(lines(output)).singleElement()
			.asString()
			.contains("INFO")
			.contains("Buffer 'imu' was created: float64[2], capacity 64, " + this.directory);
		writing.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).hasSize(2)
			.last()
			.asString()
			.contains("INFO")
			.contains("Buffer 'imu' was taken over from process " + PID + " and goes on at sequence 1: float64[2]");
		writing.withPropertyValues("globalbuffer.buffers.imu.on-existing=replace")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(lines(output)).hasSize(3)
			.last()
			.asString()
			.contains("INFO")
			.contains("Buffer 'imu' was replaced by a new segment, the old one was written by process " + PID);
	}

	@Test
	void aReaderSaysWhatBecomesOfItsSegmentAndItsWriter(CapturedOutput output) {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			awaitLine(output, 1, "INFO", "waits for its segment 'imu' in " + this.directory);
			ArrayWriter<double[]> writer = open(4);
			awaitLine(output, 2, "INFO",
					"is attached: float64[2], capacity 4; its writer is process " + PID + ", active");
			writer.write(new double[] { 1, 2 });
			writer.close();
			awaitLine(output, 3, "WARN", "has lost its writer: process " + PID + ", closed");
			ArrayWriter<double[]> successor = open(4);
			awaitLine(output, 4, "INFO", "has a writer again: process " + PID + ", active, newest sequence 0");
			successor.unlink();
			awaitLine(output, 5, "WARN", "has lost its writer: process " + PID + ", unlinked");
			try (ArrayWriter<double[]> another = open(8)) {
				awaitLine(output, 6, "INFO", "follows to another segment: float64[2], capacity 8");
				assertThat(another.predecessor()).isEmpty();
			}
			successor.close();
		});
	}

	@Test
	void aReaderSaysThatItsSegmentDoesNotFitAndThatItDoesAgain(CapturedOutput output) {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			awaitLine(output, 1, "INFO", "waits");
			GlobalBuffer.create("imu", ArraySpec.of(DType.INT32, 3))
				.capacity(4)
				.directory(this.directory)
				.open()
				.close();
			awaitLine(output, 2, "WARN", "cannot be read: io.globalbuffer.exception.SchemaMismatchException");
			GlobalBuffer.unlink(this.directory, "imu");
			awaitLine(output, 3, "INFO", "can be read again");
		});
	}

	@Test
	void aListenerThatLosesSamplesSaysSoOnceAndWhenThatIsOver(CapturedOutput output) {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.capacity=2")
			.withBean("stuck", Stuck.class)
			.run((context) -> {
				Stuck stuck = context.getBean(Stuck.class);
				ArrayWriter<double[]> writer = Listeners.writer(context.getBean("imu"));
				writer.write(new double[2]);
				assertThat(stuck.entered.await(30, TimeUnit.SECONDS)).isTrue();
				for (int sample = 0; sample < 9; sample++) {
					writer.write(new double[2]);
				}
				stuck.release.countDown();
				awaitLine(output, 2, "WARN", "Listener 'stuck.receive' of buffer 'imu' loses samples");
				awaitLine(output, 3, "INFO",
						"Listener 'stuck.receive' of buffer 'imu' loses no more samples; it has lost 7");
			});
	}

	private static void awaitLine(CapturedOutput output, int number, String level, String text) {
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(lines(output)).hasSize(number).last().asString().contains(level).contains(text));
	}

	/** Those about the buffer, at INFO and above. */
	private static List<String> lines(CapturedOutput output) {
		return output.getAll()
			.lines()
			.filter((line) -> line.contains("'imu'") && (line.contains(" INFO ") || line.contains(" WARN ")))
			.toList();
	}

	private ArrayWriter<double[]> open(int capacity) {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.capacity(capacity)
			.directory(this.directory)
			.onExisting(OnExisting.TAKE_OVER)
			.open();
	}

	static class Listening {

		final CountDownLatch received = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.received.countDown();
		}

	}

	static class Stuck {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
		}

	}

}
