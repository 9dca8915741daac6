// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TestBuffersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(50);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void aListenerWithoutASegmentIsNamedWithTheFileItWaitsFor() {
		reading().run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> TestBuffers.awaitRunning(registry, SHORT))
				.withMessage(
						"Not all listeners run after PT0.05S: 'imuListener.receive' is waiting: there is no segment "
								+ this.directory.resolve("gb_imu"));
			try (ArrayWriter<double[]> other = create()) {
				TestBuffers.awaitRunning(registry, TIMEOUT);
				TestBuffers.awaitRunning(registry, TIMEOUT, "imuListener.receive");
				assertThat(other.isOpen()).isTrue();
			}
		});
	}

	@Test
	void aListenerThatWasStoppedIsNamedWithItsState() {
		reading().run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			registry.stop();
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> TestBuffers.awaitRunning(registry, SHORT, "imuListener.receive"))
				.withMessageEndingWith("'imuListener.receive' is stopped");
		});
	}

	@Test
	void listenersThatDoNotStartByThemselvesAreNotWaitedFor() {
		reading().withPropertyValues("globalbuffer.listener.auto-startup=false")
			.run((context) -> TestBuffers.awaitRunning(context.getBean(GlobalBufferListenerRegistry.class), SHORT));
	}

	@Test
	void anUnknownListenerIsRefused() {
		reading().run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> TestBuffers.awaitDelivered(context.getBean(GlobalBufferListenerRegistry.class),
					"imuListener.recieve", SHORT))
			.withMessage("There is no listener 'imuListener.recieve'. There are: imuListener.receive"));
	}

	@Test
	void aSampleIsDeliveredWhenTheMethodHasReturned() {
		reading().run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			ImuListener listener = context.getBean(ImuListener.class);
			try (ArrayWriter<double[]> other = create()) {
				TestBuffers.awaitRunning(registry, TIMEOUT);
				TestBuffers.awaitDelivered(registry, "imuListener.receive", TIMEOUT);
				other.write(new double[] { 1, 1 });
				assertThat(listener.called.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
				assertThatExceptionOfType(AssertionError.class)
					.isThrownBy(() -> TestBuffers.awaitDelivered(registry, "imuListener.receive", SHORT))
					.withMessageContaining("has not received all samples of buffer 'imu' within PT0.05S: it is running")
					.withMessageContaining("delivered=");
				listener.goOn.countDown();
				TestBuffers.awaitDelivered(registry, "imuListener.receive", TIMEOUT);
				assertThat(listener.returned).isTrue();
			}
		});
	}

	@Test
	void samplesAreDrainedInOrder() {
		try (ArrayWriter<double[]> other = create();
				ArrayReader<double[]> reader = GlobalBuffer.attach("imu")
					.directory(this.directory)
					.asArray(double[].class)) {
			other.write(new double[] { 1, 1 });
			other.write(new double[] { 2, 2 });
			assertThat(TestBuffers.drain(reader, 2, TIMEOUT)).extracting(Sample::sequence).containsExactly(0L, 1L);
			other.write(new double[] { 3, 3 });
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> TestBuffers.drain(reader, 2, SHORT))
				.withMessage("Only 1 of 2 samples of buffer 'imu' came within PT0.05S, 0 were lost; its writer is "
						+ "ACTIVE and has written 3");
		}
	}

	@Test
	void nothingIsDrainedWithoutASegment() {
		try (ArrayReader<double[]> reader = GlobalBuffer.attach("imu")
			.directory(this.directory)
			.following()
			.asArray(double[].class)) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> TestBuffers.drain(reader, 1, SHORT))
				.withMessageEndingWith("there is no segment " + this.directory.resolve("gb_imu"));
		}
	}

	private ApplicationContextRunner reading() {
		return TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withBean("imuListener", ImuListener.class);
	}

	private ArrayWriter<double[]> create() {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2)).directory(this.directory).capacity(4).open();
	}

	static class ImuListener {

		final CountDownLatch called = new CountDownLatch(1);

		final CountDownLatch goOn = new CountDownLatch(1);

		volatile boolean returned;

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.called.countDown();
			this.goOn.await();
			this.returned = true;
		}

	}

}
