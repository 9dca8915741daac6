// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.BufferReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.StartPosition;
import io.globalbuffer.Subscription;

/**
 * A process that subscribes to messages, and says what it got.
 */
final class SubscribingProcess {

	private static final int VALUES = 3;

	private static final long LEFT_FREE = 8 << 20;

	private static final int BLOCK = 128 << 10;

	private SubscribingProcess() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		List<Map<String, Object>> values = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch complete = new CountDownLatch(VALUES);
		List<byte[]> ballast = new ArrayList<>();
		while (arguments[1].equals("full") && free() > LEFT_FREE) {
			ballast.add(new byte[BLOCK]);
		}
		try (BufferReader<Map<String, Object>> reader = GlobalBuffer.attach("v")
			.directory(Path.of(arguments[0]))
			.startFrom(StartPosition.OLDEST)
			.asMap(); Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				values.add(sample.value());
				complete.countDown();
			})) {
			boolean done = complete.await(60, TimeUnit.SECONDS);
			System.out.println("values " + values + " undecodable " + subscription.undecodable() + " overruns "
					+ subscription.overruns() + " errors " + subscription.errors() + " active "
					+ subscription.isActive() + " with ballast of " + ballast.size() + " blocks");
			System.exit(done ? 0 : 1);
		}
	}

	private static long free() {
		Runtime runtime = Runtime.getRuntime();
		return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
	}

}
