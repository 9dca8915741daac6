// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.StartPosition;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The file system has no memory left: an error where a segment is created or taken over,
 * and never a fault of a process.
 */
class FullFileSystemTests {

	private static final int SAMPLE_BYTES = 16 << 10;

	private static final int SLOT_HEADER = 64;

	/** A capacity that takes more than half of the file system. */
	private static final int HALF = 32;

	private static final int COUNT = 40;

	private static final int EXTENSION = 8128;

	private static final int SLOTS_START = 8192;

	private static final int PAGE = 4096;

	@RegisterExtension
	final SmallFileSystem fileSystem = new SmallFileSystem();

	@Test
	void whatDoesNotFitIsRefusedAndLeavesNothing() throws IOException {
		assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> builder(1000).open())
			.withMessageContaining("gb_v")
			.withMessageContaining("--shm-size");
		assertThat(this.fileSystem.path()).isEmptyDirectory();
		assertThat(Files.getFileStore(this.fileSystem.path()).getUsableSpace()).isEqualTo(SmallFileSystem.BYTES);
		try (ArrayWriter<byte[]> smaller = builder(4).open(); ArrayReader<?> reader = attach()) {
			for (int i = 0; i < 100; i++) {
				assertThat(smaller.write(new byte[SAMPLE_BYTES])).isEqualTo(i);
			}
			assertThat(reader.latest()).isPresent();
		}
	}

	/** Whichever step fails: space, the group, a name that is taken. */
	@Test
	void aFailedCreateLeaksNoDescriptor() throws IOException {
		builder(2).open().close();
		failToCreate();
		long before = openFiles();
		for (int i = 0; i < 20; i++) {
			failToCreate();
		}
		// others in this JVM may open one meanwhile, but not so many
		assertThat(openFiles()).isLessThan(before + 20);
		assertThat(this.fileSystem.path().toFile().list()).containsExactly("gb_v");
		builder(2).onExisting(OnExisting.TAKE_OVER).open().close();
	}

	private void failToCreate() {
		assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> builder("large", 1000).open());
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> builder("other", 2).group("no-such-group").open());
		assertThatExceptionOfType(GlobalBufferException.class).isThrownBy(() -> builder(2).open());
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> builder(3).onExisting(OnExisting.TAKE_OVER).open());
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> builder(3).onExisting(OnExisting.REPLACE).group("no-such-group").open());
		assertThatExceptionOfType(NoSpaceException.class)
			.isThrownBy(() -> builder(1000).onExisting(OnExisting.REPLACE).open());
	}

	private static long openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	/** As Python makes them: sized, and without memory. */
	@Test
	void aSegmentWithHolesIsNotTakenOver() throws IOException {
		sparse();
		assertThatExceptionOfType(NoSpaceException.class)
			.isThrownBy(() -> builder(4).onExisting(OnExisting.TAKE_OVER).open())
			.withMessageContaining("gb_v");
		Files.delete(this.fileSystem.path().resolve("ballast"));
		try (ArrayWriter<byte[]> writer = builder(4).onExisting(OnExisting.TAKE_OVER).open()) {
			assertThat(writer.write(new byte[SAMPLE_BYTES])).isEqualTo(3);
		}
	}

	@Test
	void aReaderOfAHoleLosesItsBufferAndNoMore() throws Exception {
		sparse();
		try (ArrayReader<?> reader = attach(); ArrayReader<?> latest = attach()) {
			assertThatExceptionOfType(BufferLostException.class).isThrownBy(() -> reader.next(Duration.ZERO))
				.withMessageContaining("gb_v");
			assertThatExceptionOfType(BufferLostException.class).isThrownBy(latest::latest);
			assertThatExceptionOfType(BufferLostException.class).isThrownBy(latest::stats);
		}
	}

	@Test
	void aReaderThatWaitsTouchesNoHole() throws Exception {
		sparse(PAGE);
		try (ArrayReader<?> reader = GlobalBuffer.attach("v").directory(this.fileSystem.path()).asArray()) {
			assertThat(reader.next(Duration.ofMillis(50))).isEmpty();
			assertThat(reader.stats().written()).isZero();
		}
	}

	@Test
	void whereThereIsNoRoomForBothTheOldSegmentGoesFirstIfNobodyHasItOpen() throws IOException {
		fillHalf();
		try (ArrayWriter<byte[]> writer = builder(HALF + 1).onExisting(OnExisting.REPLACE).open()) {
			assertThat(writer.write(new byte[SAMPLE_BYTES])).isZero();
		}
		assertThat(this.fileSystem.path().toFile().list()).containsExactly("gb_v");
	}

	@Test
	void whereThereIsNoRoomForBothTheOldSegmentStaysIfSomebodyHasItOpen() throws IOException {
		long size = fillHalf();
		try (ArrayReader<?> reader = attach()) {
			assertThatExceptionOfType(NoSpaceException.class)
				.isThrownBy(() -> builder(HALF + 1).onExisting(OnExisting.REPLACE).open())
				.withMessageContaining("gb_v")
				.withMessageContaining("the new one needs " + (size + SAMPLE_BYTES + SLOT_HEADER))
				.withMessageContaining("the old one takes " + pages(size))
				.withMessageContaining("are free")
				.withMessageContaining("--shm-size");
			assertThat(reader.latest()).isPresent();
		}
		assertStillTheOldOne();
	}

	/** What has holes takes less than its size, and its removal frees no more. */
	@Test
	void whereTheOldSegmentHasHolesItsSizeIsNotTakenForRoom() throws IOException {
		sparse();
		assertThatExceptionOfType(NoSpaceException.class)
			.isThrownBy(() -> builder(4).onExisting(OnExisting.REPLACE).open())
			.withMessageContaining("the old one takes " + SLOTS_START);
		assertThat(this.fileSystem.path().toFile().list()).containsExactlyInAnyOrder("ballast", "gb_v");
		try (ArrayReader<?> reader = attach()) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.CLOSED);
		}
	}

	/** An interrupt comes before that, or is left to what waits afterwards. */
	@Test
	void whereTheOldSegmentGoesFirstAnInterruptedThreadCreatesTheNewOneAllTheSame() throws IOException {
		fillHalf();
		Thread.currentThread().interrupt();
		try (ArrayWriter<byte[]> writer = builder(HALF + 1).onExisting(OnExisting.REPLACE).open()) {
			assertThat(Thread.interrupted()).isTrue();
			assertThat(writer.write(new byte[SAMPLE_BYTES])).isZero();
		}
		finally {
			Thread.interrupted();
		}
	}

	/** Where it would be of no use, nothing is given up. */
	@Test
	void whatDoesNotFitEvenAloneReplacesNothing() throws IOException {
		fillHalf();
		assertThatExceptionOfType(NoSpaceException.class)
			.isThrownBy(() -> builder(1000).onExisting(OnExisting.REPLACE).open())
			.withMessageContaining("gb_v");
		assertStillTheOldOne();
	}

	private long fillHalf() throws IOException {
		try (ArrayWriter<byte[]> writer = builder(HALF).open()) {
			writer.write(new byte[SAMPLE_BYTES]);
			return Files.size(writer.path());
		}
	}

	/** As the file system counts them. */
	private static long pages(long size) {
		return (size + PAGE - 1) / PAGE * PAGE;
	}

	private void assertStillTheOldOne() {
		assertThat(this.fileSystem.path().toFile().list()).containsExactly("gb_v");
		try (ArrayWriter<byte[]> writer = builder(HALF).onExisting(OnExisting.TAKE_OVER).open()) {
			assertThat(writer.write(new byte[SAMPLE_BYTES])).isEqualTo(1);
		}
	}

	private void sparse() throws IOException {
		sparse(SLOTS_START);
	}

	/**
	 * Makes a segment that has memory for its beginning only.
	 * @param bytes how many bytes that is
	 */
	private void sparse(int bytes) throws IOException {
		Path path;
		try (ArrayWriter<byte[]> writer = builder(4).open()) {
			path = writer.path();
		}
		byte[] firstPages = new byte[SLOTS_START];
		long size;
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
			size = file.length();
			file.readFully(firstPages);
			firstPages[COUNT] = 3;
			Arrays.fill(firstPages, EXTENSION, SLOTS_START, (byte) 0);
			file.setLength(0);
			file.write(firstPages, 0, bytes);
			file.setLength(size);
		}
		this.fileSystem.fill();
	}

	private WriterBuilder<ArrayWriter<byte[]>> builder(int capacity) {
		return builder("v", capacity);
	}

	private WriterBuilder<ArrayWriter<byte[]>> builder(String name, int capacity) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.UINT8, SAMPLE_BYTES))
			.directory(this.fileSystem.path())
			.capacity(capacity);
	}

	private ArrayReader<?> attach() {
		return GlobalBuffer.attach("v").directory(this.fileSystem.path()).startFrom(StartPosition.OLDEST).asArray();
	}

}
