// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Reservation;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The process of {@link TruncatedAccessTests}: truncates the file under the memory that a
 * view or a reservation hands out, and then uses that memory in each of the ways that are
 * said to be safe.
 */
final class TruncatedAccessProcess {

	private static final int BYTES = 1 << 14;

	/** All of it, and all but the first page of the first sample. */
	private static final int[] SIZES = { 0, 8192 + 4096 };

	private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final Path directory;

	private final byte[] bytes = new byte[BYTES];

	private final long[] longs = new long[BYTES / Long.BYTES];

	/** Of whatever the accesses return, so that none is left out. */
	private long sum;

	private TruncatedAccessProcess(Path directory) {
		this.directory = directory;
	}

	public static void main(String[] arguments) {
		TruncatedAccessProcess process = new TruncatedAccessProcess(Path.of(arguments[0]));
		for (int size : SIZES) {
			process.reads().forEach((name, access) -> process.read(name, access, size));
			process.writes().forEach((name, access) -> process.write(name, access, size));
		}
		System.out.println("all survived, " + process.sum);
	}

	private Map<String, ToLongFunction<MemorySegment>> reads() {
		Map<String, ToLongFunction<MemorySegment>> reads = new LinkedHashMap<>();
		reads.put("get each byte", (view) -> {
			long sum = 0;
			for (long offset = 0; offset < view.byteSize(); offset++) {
				sum += view.get(ValueLayout.JAVA_BYTE, offset);
			}
			return sum;
		});
		reads.put("get each int", (view) -> {
			int sum = 0;
			for (int index = 0; index < BYTES / Integer.BYTES; index++) {
				sum += view.getAtIndex(ValueLayout.JAVA_INT, index);
			}
			return sum;
		});
		reads.put("get each long into an array", (view) -> {
			for (int index = 0; index < this.longs.length; index++) {
				this.longs[index] = view.getAtIndex(ValueLayout.JAVA_LONG, index);
			}
			return this.longs[0];
		});
		reads.put("get from a buffer", (view) -> {
			ByteBuffer buffer = view.asByteBuffer();
			long sum = 0;
			for (int index = 0; index < BYTES; index++) {
				sum += buffer.get(index);
			}
			return sum;
		});
		reads.put("copy", (view) -> {
			MemorySegment.copy(view, ValueLayout.JAVA_BYTE, 0, this.bytes, 0, BYTES);
			return this.bytes[0];
		});
		reads.put("copy a little", (view) -> {
			MemorySegment.copy(view, ValueLayout.JAVA_BYTE, 0, this.bytes, 0, Integer.BYTES);
			return this.bytes[0];
		});
		reads.put("to array", (view) -> view.toArray(ValueLayout.JAVA_LONG)[0]);
		reads.put("copy in the other order", (view) -> {
			MemorySegment.copy(view, ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN), 0, this.longs, 0,
					this.longs.length);
			return this.longs[0];
		});
		reads.put("get many from a buffer", (view) -> {
			LongBuffer buffer = view.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
			buffer.get(this.longs);
			return this.longs[0];
		});
		return reads;
	}

	private Map<String, ToLongFunction<MemorySegment>> writes() {
		Map<String, ToLongFunction<MemorySegment>> writes = new LinkedHashMap<>();
		writes.put("set each byte", (slot) -> {
			for (long offset = 0; offset < slot.byteSize(); offset++) {
				slot.set(ValueLayout.JAVA_BYTE, offset, (byte) offset);
			}
			return 0;
		});
		writes.put("set each long from an array", (slot) -> {
			for (int index = 0; index < this.longs.length; index++) {
				slot.setAtIndex(ValueLayout.JAVA_LONG, index, this.longs[index]);
			}
			return 0;
		});
		writes.put("fill", (slot) -> slot.fill((byte) 7).byteSize());
		writes.put("fill a little", (slot) -> slot.asSlice(0, Integer.BYTES).fill((byte) 7).byteSize());
		writes.put("copy from an array", (slot) -> {
			MemorySegment.copy(this.longs, 0, slot, ValueLayout.JAVA_LONG, 0, this.longs.length);
			return 0;
		});
		writes.put("copy from memory", (slot) -> slot.copyFrom(MemorySegment.ofArray(this.bytes)).byteSize());
		writes.put("put many into a buffer", (slot) -> slot.asByteBuffer().put(this.bytes).position());
		return writes;
	}

	private void read(String name, ToLongFunction<MemorySegment> access, int size) {
		try (ArrayWriter<byte[]> writer = writer(); ArrayReader<byte[]> reader = attach()) {
			writer.write(this.bytes);
			long start = System.nanoTime();
			while (System.nanoTime() - start < WARM_UP_NANOS) {
				reader.readLatestAsLong(access);
			}
			requireLost(name, () -> reader.readLatestAsLong((view) -> {
				truncate(writer.path(), size);
				return access.applyAsLong(view);
			}));
		}
	}

	private void write(String name, ToLongFunction<MemorySegment> access, int size) {
		try (ArrayWriter<byte[]> writer = writer()) {
			long start = System.nanoTime();
			while (System.nanoTime() - start < WARM_UP_NANOS) {
				fill(writer, access);
			}
			requireLost(name, () -> {
				try (Reservation reservation = writer.reserve()) {
					truncate(writer.path(), size);
					this.sum += access.applyAsLong(reservation.segment());
					reservation.commit();
				}
				catch (InternalError ex) {
					// where the application's own access meets it
				}
				writer.write(this.bytes);
			});
		}
	}

	/** Always the first slot. */
	private void fill(ArrayWriter<byte[]> writer, ToLongFunction<MemorySegment> access) {
		try (Reservation reservation = writer.reserve()) {
			this.sum += access.applyAsLong(reservation.segment());
		}
	}

	private static void requireLost(String name, Runnable use) {
		try {
			use.run();
		}
		catch (BufferLostException ex) {
			System.out.println(name);
			return;
		}
		throw new AssertionError(name + " did not notice that its memory was gone");
	}

	private static void truncate(Path path, int size) {
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
			channel.truncate(size);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ArrayWriter<byte[]> writer() {
		GlobalBuffer.unlink(this.directory, "t");
		return GlobalBuffer.create("t", ArraySpec.of(DType.UINT8, BYTES)).directory(this.directory).capacity(2).open();
	}

	private ArrayReader<byte[]> attach() {
		return GlobalBuffer.attach("t").directory(this.directory).asArray(byte[].class);
	}

}
