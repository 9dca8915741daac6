// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Has the compiler see a writer and a reader that waits for it, which a slow stream would
 * take minutes for.
 */
final class WarmUp {

	private static final int SAMPLES = 20_000;

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

	private WarmUp() {
	}

	/**
	 * Takes a second or two.
	 * @param strategy how the reader waits
	 */
	static void run(WaitStrategy strategy) throws InterruptedException {
		String name = "warm-" + ProcessHandle.current().pid();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, 32)).capacity(64).open();
				ArrayReader<long[]> reader = GlobalBuffer.attach(name).waitStrategy(strategy).asArray(long[].class)) {
			Thread thread = Thread.ofPlatform().start(() -> {
				for (int i = 0; i < SAMPLES; i++) {
					writer.write(new long[32]);
					LockSupport.parkNanos(PAUSE_NANOS);
				}
			});
			long[] target = new long[32];
			while (thread.isAlive()) {
				reader.nextInto(target, Duration.ofMillis(1));
			}
			writer.unlink();
		}
	}

}
