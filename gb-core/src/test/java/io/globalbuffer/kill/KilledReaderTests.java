// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.interop.FilledArrays;
import io.globalbuffer.interop.WriterChild;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readers of both languages are killed while they read, and nobody notices.
 */
@Tag("long")
class KilledReaderTests {

	private static final Duration LONGEST_RUN = Duration.ofDays(1);

	private static final long LIMIT_SECONDS = 60;

	private static final int CAPACITY = 64;

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(ReaderChild.COMMAND, 1);

	@RegisterExtension
	final BufferNames names = new BufferNames();

	@Test
	void nobodyNoticesReadersKilledAtRandom() throws Exception {
		String name = this.names.next();
		KillSchedule schedule = new KillSchedule();
		AtomicBoolean stopped = new AtomicBoolean();
		try (ArrayWriter<long[]> writer = WriterChild.builder(name, AttachedReaders.SPEC, CAPACITY).open();
				AttachedReaders readers = AttachedReaders.attach(name, peers.get(PythonVersion.V1_1_3))) {
			byte[] before = outsideTheRing(name);
			FutureTask<Long> writing = new FutureTask<>(() -> writeUntil(stopped, writer));
			Thread.ofPlatform().daemon().name("writer").start(writing);
			try {
				while (schedule.goesOn()) {
					killJavaReader(name, ReaderChild.NEXT, schedule);
					killPythonReader(name, false, schedule);
					killJavaReader(name, ReaderChild.LATEST, schedule);
					killPythonReader(name, true, schedule);
				}
			}
			finally {
				stopped.set(true);
			}
			long written = writing.get(LIMIT_SECONDS, TimeUnit.SECONDS);
			assertThat(WriterChild.nextSequence(writer)).isEqualTo(written);
			readers.assertExact(written);
			assertThat(outsideTheRing(name)).isEqualTo(before);
			assertThat(Files.size(PeerNames.file(name))).isEqualTo(writer.stats().memoryBytes());
		}
	}

	private static long writeUntil(AtomicBoolean stopped, ArrayWriter<long[]> writer) {
		long written = 0;
		while (!stopped.get()) {
			FilledArrays.write(writer, written, CAPACITY);
			written += CAPACITY;
		}
		return written;
	}

	private static void killJavaReader(String name, String mode, KillSchedule schedule) {
		try (JavaProcess reader = processes.next()) {
			assertThat(reader.call(name)).isEqualTo(name);
			assertThat(reader.call(ReaderChild.READ)).isEqualTo(ReaderChild.READ);
			reader.send(mode);
			schedule.pause();
			reader.kill();
		}
	}

	private static void killPythonReader(String name, boolean latest, KillSchedule schedule) {
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			PeerReader reader = peer.attach(name);
			reader.nextArray(Duration.ofSeconds(LIMIT_SECONDS));
			var reading = latest ? reader.pollLatest(Integer.MAX_VALUE, LONGEST_RUN)
					: reader.readUntilNextCommand(LONGEST_RUN);
			schedule.pause();
			assertThat(reading.isDone()).isFalse();
			peer.kill();
		}
	}

	/**
	 * Header and extension block, but for what the writer changes there, and the word
	 * that readers sleep on.
	 */
	private static byte[] outsideTheRing(String name) throws IOException {
		try (InputStream file = Files.newInputStream(PeerNames.file(name))) {
			byte[] bytes = file.readNBytes(SegmentFile.SLOTS_START);
			ByteBuffer.wrap(bytes)
				.putLong(SegmentFile.COUNT, 0)
				.putLong(SegmentFile.HEARTBEAT, 0)
				.putInt(SegmentFile.EVENT, 0)
				.put(SegmentFile.REGISTRY, new byte[SegmentFile.EXTENSION - SegmentFile.REGISTRY]);
			return bytes;
		}
	}

}
