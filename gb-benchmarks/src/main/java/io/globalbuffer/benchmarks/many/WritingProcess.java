// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.many;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Many writers in one process, until its input ends.
 * <p>
 * Arguments: the prefix of the buffers' names; how many there are; how many samples a
 * second each writes, 0 for one sample ever.
 */
public final class WritingProcess {

	/** As many as the listeners' buffers declare. */
	private static final int VALUES = 32;

	private static final int CAPACITY = 64;

	private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

	private WritingProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		List<ArrayWriter<long[]>> writers = new ArrayList<>();
		for (int number = 0; number < Integer.parseInt(arguments[1]); number++) {
			writers.add(GlobalBuffer.create(arguments[0] + "-" + number, ArraySpec.of(DType.INT64, VALUES))
				.capacity(CAPACITY)
				.open());
		}
		writeAll(writers);
		CountDownLatch over = new CountDownLatch(1);
		Thread.ofPlatform().start(() -> awaitEnd(over));
		System.out.println("ready");
		double rate = Double.parseDouble(arguments[2]);
		long period = (rate > 0) ? (long) (SECOND / rate) : Long.MAX_VALUE;
		while (!over.await(period, TimeUnit.NANOSECONDS)) {
			writeAll(writers);
		}
		writers.forEach((writer) -> {
			writer.close();
			writer.unlink();
		});
	}

	private static void writeAll(List<ArrayWriter<long[]>> writers) {
		writers.forEach((writer) -> writer.write(new long[VALUES]));
	}

	private static void awaitEnd(CountDownLatch over) {
		try {
			System.in.readAllBytes();
		}
		catch (IOException ex) {
			// as good as the end
		}
		over.countDown();
	}

}
