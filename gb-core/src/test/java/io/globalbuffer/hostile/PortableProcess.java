// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.NativeAccess;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Segments;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.WriterState;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The process of {@link RefusedNativeAccessTests}. Ends with 0 if all is as it should be.
 */
final class PortableProcess {

	/**
	 * Whose stamp is decades old, by the wall clock, and not the one of a clean close.
	 */
	private static final long LONG_AGO = 1_000_000_000_000_000_001L;

	private static final int HEARTBEAT = 56;

	private static final int FEATURES = 8132;

	private final Path directory;

	private PortableProcess(Path directory) {
		this.directory = directory;
	}

	public static void main(String[] arguments) throws Exception {
		if (arguments[1].equals("off")) {
			NativeAccess.switchOff();
		}
		assertThat(NativeAccess.isUsed()).isFalse();
		assertThat(NativeAccess.wakesReaders()).isFalse();
		assertThat(NativeAccess.wakesOnInterruption()).isFalse();
		PortableProcess process = new PortableProcess(Path.of(arguments[0]));
		process.write();
		process.takeOver();
		process.refuse();
		process.replace();
		process.contend();
		process.resume();
		process.readAnother();
	}

	private void write() throws Exception {
		try (ArrayWriter<long[]> writer = builder("own").open(); ArrayReader<long[]> reader = attach("own")) {
			assertThat(writer.write(new long[] { 7 })).isZero();
			assertThat(reader.next(Duration.ZERO).orElseThrow().value()).containsExactly(7);
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			assertThat(readInt(writer.path(), FEATURES) & 4).as("claims a lock").isZero();
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder("own").onExisting(OnExisting.TAKE_OVER).open())
				.withMessageContaining("this very process")
				.returns(true, WriterConflictException::isWithinProcess);
			writeLong(writer.path(), HEARTBEAT, LONG_AGO);
			assertThat(reader.stats().writer().state()).isIn(WriterState.UNKNOWN, WriterState.ACTIVE);
		}
	}

	private void takeOver() {
		try (ArrayWriter<long[]> writer = builder("own").onExisting(OnExisting.TAKE_OVER).open()) {
			assertThat(writer.write(new long[] { 8 })).isEqualTo(1);
		}
	}

	private void refuse() throws Exception {
		Path path = this.directory.resolve("gb_own");
		writeLong(path, HEARTBEAT, LONG_AGO);
		try (ArrayReader<long[]> reader = attach("own")) {
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.UNKNOWN);
		}
		for (OnExisting succession : new OnExisting[] { OnExisting.TAKE_OVER, OnExisting.TAKE_OVER_PRESUMED_DEAD,
				OnExisting.REPLACE }) {
			assertThatExceptionOfType(WriterConflictException.class)
				.isThrownBy(() -> builder("own").onExisting(succession).open())
				.withMessageContaining("cannot be told")
				.withMessageContaining("native access");
		}
		GlobalBuffer.unlink(this.directory, "own");
	}

	private void replace() throws IOException {
		Path path = this.directory.resolve("gb_replaced");
		builder("replaced").open().close();
		assertThatExceptionOfType(GlobalBufferException.class)
			.isThrownBy(() -> builder("replaced").onExisting(OnExisting.REPLACE).group("no-such-group").open());
		Object old = Files.getAttribute(path, "unix:ino");
		ArrayWriter<long[]> writer = builder("replaced").capacity(5).onExisting(OnExisting.REPLACE).open();
		assertThat(writer.write(new long[1])).isZero();
		assertThat(Files.getAttribute(path, "unix:ino")).isNotEqualTo(old);
		writer.close();
		writer.unlink();
		assertNothingIsLeft();
	}

	/** Without locks, too, one of several has it. */
	private void contend() throws Exception {
		List<OnExisting> ways = List.of(OnExisting.REPLACE, OnExisting.TAKE_OVER, OnExisting.REPLACE);
		for (int round = 0; round < 50; round++) {
			builder("wanted").open().close();
			CyclicBarrier start = new CyclicBarrier(ways.size());
			List<FutureTask<Optional<ArrayWriter<long[]>>>> contenders = ways.stream()
				.map((way) -> new FutureTask<>(() -> {
					start.await();
					return succeed(way);
				}))
				.toList();
			contenders.forEach((contender) -> Thread.ofPlatform().daemon().start(contender));
			List<ArrayWriter<long[]>> winners = new ArrayList<>();
			for (FutureTask<Optional<ArrayWriter<long[]>>> contender : contenders) {
				contender.get().ifPresent(winners::add);
			}
			assertThat(winners).hasSize(1);
			winners.getFirst().write(new long[] { 9 });
			try (ArrayReader<long[]> reader = attach("wanted")) {
				assertThat(reader.latest().orElseThrow().value()).containsExactly(9);
			}
			winners.getFirst().unlink();
			winners.getFirst().close();
			assertNothingIsLeft();
		}
	}

	private Optional<ArrayWriter<long[]>> succeed(OnExisting way) {
		try {
			return Optional.of(builder("wanted").onExisting(way).open());
		}
		catch (WriterConflictException ex) {
			return Optional.empty();
		}
	}

	private void assertNothingIsLeft() {
		assertThat(this.directory.toFile().list()).containsExactly("gb_living");
	}

	private void resume() throws Exception {
		try (ArrayWriter<long[]> writer = builder("resumed").open()) {
			try (ArrayReader<long[]> reader = resumed()) {
				writer.write(new long[] { 1 });
				writer.write(new long[] { 2 });
				assertThat(reader.next(Duration.ZERO).orElseThrow().sequence()).isZero();
				for (int attempt = 0; attempt < 2; attempt++) {
					assertThatExceptionOfType(ReaderConflictException.class).isThrownBy(this::resumed)
						.withMessageContaining("this process");
				}
				// making another one looks at the files of all
				GlobalBuffer.attach("resumed").directory(this.directory).resumeAs("b").asArray(long[].class).close();
				assertThat(locksOfPositions()).as("the kernel's, which tells other processes").isEqualTo(1);
			}
			try (ArrayReader<long[]> reader = resumed()) {
				assertThat(reader.next(Duration.ZERO).orElseThrow().sequence()).isEqualTo(1);
			}
			writer.unlink();
		}
		Segments.in(this.directory).removeDead();
		assertNothingIsLeft();
	}

	private long locksOfPositions() throws IOException {
		try (Stream<Path> files = Files.list(this.directory);
				Stream<String> locks = Files.lines(Path.of("/proc/locks"))) {
			Set<String> inodes = files.filter((file) -> file.getFileName().toString().startsWith(".gbpos_"))
				.map(PortableProcess::inode)
				.collect(Collectors.toSet());
			return locks.map((lock) -> lock.replaceAll(".*:(\\d+) .*", "$1")).filter(inodes::contains).count();
		}
	}

	private static String inode(Path file) {
		try {
			return String.valueOf(Files.getAttribute(file, "unix:ino"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ArrayReader<long[]> resumed() {
		return GlobalBuffer.attach("resumed").directory(this.directory).resumeAs("a").asArray(long[].class);
	}

	private void readAnother() {
		try (ArrayReader<long[]> reader = attach("living")) {
			assertThat(reader.latest().orElseThrow().value()).containsExactly(5);
		}
	}

	private WriterBuilder<ArrayWriter<long[]>> builder(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 1)).directory(this.directory).capacity(3);
	}

	private ArrayReader<long[]> attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory).asArray(long[].class);
	}

	private static int readInt(Path path, long offset) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
			file.seek(offset);
			return Integer.reverseBytes(file.readInt());
		}
	}

	private static void writeLong(Path path, long offset, long value) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
			file.seek(offset);
			file.writeLong(Long.reverseBytes(value));
		}
	}

}
