// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Writers of many streams in a process of their own, that wake nobody: what a Java writer
 * says of itself in a segment is taken away again. They take turns at even distances. Each sample
 * says when it is published.
 * <p>
 * Arguments: what the names of the buffers begin with; how many; the rate of each in
 * hertz.
 */
public final class WritingManyProcess {

	private static final int CAPACITY = 64;

	private WritingManyProcess() {
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		List<ArrayWriter<long[]>> writers = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
			ArrayWriter<long[]> writer = GlobalBuffer.create(arguments[0] + i, ArraySpec.of(DType.INT64, 1))
				.capacity(CAPACITY)
				.open();
			wakeNobody(writer);
			writers.add(writer);
		}
		long distance = TimeUnit.SECONDS.toNanos(1) / Long.parseLong(arguments[2]) / writers.size();
		Thread loop = Thread.ofPlatform().start(() -> writeInTurns(writers, distance));
		System.out.println("ready");
		System.in.readAllBytes();
		loop.interrupt();
		loop.join();
		writers.forEach((writer) -> {
			writer.unlink();
			writer.close();
		});
	}

	private static void wakeNobody(ArrayWriter<?> writer) throws IOException {
		try (FileChannel channel = FileChannel.open(writer.path(), StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.allocate(Integer.BYTES), ExtensionLayout.FEATURES_OFFSET);
		}
	}

	private static void writeInTurns(List<ArrayWriter<long[]>> writers, long distance) {
		long[] sample = new long[1];
		long due = System.nanoTime();
		for (int turn = 0; !Thread.currentThread().isInterrupted(); turn = (turn + 1) % writers.size()) {
			due += distance;
			long rest = due - System.nanoTime();
			if (rest > 0) {
				LockSupport.parkNanos(rest);
			}
			sample[0] = System.nanoTime();
			writers.get(turn).write(sample);
		}
	}

}
