// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A stream of Java and one of Python at 200 Hz, and frames at 30 Hz. Every element of a
 * sample is its sequence, as far as the dtype holds it.
 */
final class TrialStreams implements AutoCloseable {

	/** Holds less than a second: a recorder that is started anew cannot have it all. */
	static final int SHORT_CAPACITY = 128;

	private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / 200;

	private static final long FRAME_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1) / 30;

	private static final int FRAME_CAPACITY = 64;

	/** Holds more than a trial takes between two recorders. */
	private static final int LONG_CAPACITY = 16_384;

	private final String imu = PeerNames.random();

	private final String peer = PeerNames.random();

	private final String camera = PeerNames.random();

	private final ArrayWriter<double[]> imuWriter = GlobalBuffer.create(this.imu, ArraySpec.of(DType.FLOAT64, 6))
		.capacity(SHORT_CAPACITY)
		.publishTime()
		.open();

	private final ArrayWriter<byte[]> cameraWriter = GlobalBuffer
		.create(this.camera, ArraySpec.of(DType.UINT8, 480, 640, 3))
		.capacity(FRAME_CAPACITY)
		.publishTime()
		.open();

	private final double[] imuSample = new double[6];

	private final byte[] frame = new byte[480 * 640 * 3];

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

	private final PythonPeer python = PythonPeer.start(PythonVersion.V1_1_3);

	TrialStreams() {
		this.python.createArray(this.peer, "float32", LONG_CAPACITY, 6)
			.fillUntilNextCommand(0, Duration.ofNanos(PERIOD_NANOS));
		Future<?> _ = this.scheduler.scheduleAtFixedRate(this::writeImu, 0, PERIOD_NANOS, TimeUnit.NANOSECONDS);
		Future<?> _ = this.scheduler.scheduleAtFixedRate(this::writeFrame, 0, FRAME_PERIOD_NANOS, TimeUnit.NANOSECONDS);
	}

	private void writeImu() {
		Arrays.fill(this.imuSample, (double) written());
		this.imuWriter.write(this.imuSample);
	}

	private void writeFrame() {
		Arrays.fill(this.frame, (byte) this.cameraWriter.stats().written());
		this.cameraWriter.write(this.frame);
	}

	List<String> names() {
		return List.of(this.imu, this.peer, this.camera);
	}

	/** The one of Java at 200 Hz. */
	String imu() {
		return this.imu;
	}

	/** The one of Python. */
	String peer() {
		return this.peer;
	}

	String camera() {
		return this.camera;
	}

	/** How many samples the one of Java has. */
	long written() {
		return this.imuWriter.stats().written();
	}

	/** Waits until the one of Java has so many more. */
	void awaitMore(long samples) {
		long end = written() + samples;
		Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> written() >= end);
	}

	@Override
	public void close() {
		this.scheduler.close();
		this.python.call("stop", Map.of());
		this.python.close();
		for (ArrayWriter<?> writer : List.of(this.imuWriter, this.cameraWriter)) {
			writer.close();
			writer.unlink();
		}
	}

}
