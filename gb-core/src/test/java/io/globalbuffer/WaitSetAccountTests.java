// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One thread that waits for more streams than the kernel lets it sleep on, of writers
 * that wake it and others, some of which come late or are replaced: it gets or counts
 * every sample.
 */
@Timeout(120)
class WaitSetAccountTests {

	private static final int STREAMS = 210;

	private static final int SAMPLES = 200;

	private static final int CAPACITY = 16;

	/** Some writers are a burst ahead of the reader now and then. */
	private static final int BURST = 24;

	private static final long PAUSE_NANOS = 300_000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final List<GlobalBuffer> open = new ArrayList<>();

	@AfterEach
	void end() {
		this.open.reversed().forEach(GlobalBuffer::close);
	}

	@Test
	void eachSampleOfManyStreamsIsDeliveredOrCounted() throws Exception {
		Map<BufferReader<?>, Long> accounted = new HashMap<>();
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		try (WaitSet set = new WaitSet()) {
			for (int i = 0; i < STREAMS; i++) {
				ArrayReader<long[]> reader = kept(GlobalBuffer.attach("s" + i)
					.directory(this.directory.path())
					.following()
					.asArray(long[].class));
				readers.add(reader);
				accounted.put(reader, 0L);
				set.add(reader);
			}
			List<Background<Void>> others = new ArrayList<>();
			for (int kind = 0; kind < 3; kind++) {
				others.add(Background.run(writing(kind, readers)));
			}
			AtomicBoolean over = new AtomicBoolean();
			Background<Void> changing = Background.run(changing(set, readers, over));
			long left = (long) STREAMS * SAMPLES;
			while (left > 0) {
				for (BufferReader<?> reader : set.await(Duration.ofSeconds(20))) {
					left -= read(reader, accounted);
				}
			}
			over.set(true);
			changing.result();
			for (Background<Void> other : others) {
				other.result();
			}
		}
		assertThat(accounted.values()).allMatch((samples) -> samples == SAMPLES);
	}

	private static long read(BufferReader<?> reader, Map<BufferReader<?>, Long> accounted) throws InterruptedException {
		long samples = reader.next(Duration.ZERO).map((sample) -> 1 + sample.missed()).orElse(0L);
		accounted.merge(reader, samples, Long::sum);
		return samples;
	}

	/** What is removed and added again goes on where it stopped. */
	private static Callable<Void> changing(WaitSet set, List<ArrayReader<long[]>> readers, AtomicBoolean over) {
		return () -> {
			Random random = new Random(7);
			while (!over.get()) {
				ArrayReader<long[]> reader = readers.get(random.nextInt(readers.size()));
				assertThat(set.remove(reader)).isTrue();
				LockSupport.parkNanos(PAUSE_NANOS);
				assertThat(set.add(reader)).isTrue();
			}
			return null;
		};
	}

	/**
	 * Writes every third stream.
	 * @param kind 0 for writers that wake readers, 1 for others, 2 for ones that are
	 * replaced in the middle
	 */
	private Callable<Void> writing(int kind, List<ArrayReader<long[]>> readers) {
		return () -> {
			Random random = new Random(kind);
			List<ArrayWriter<long[]>> writers = new ArrayList<>();
			for (int i = kind; i < STREAMS; i += 3) {
				writers.add(create(i, kind == 1));
				// what comes and goes before it is found is counted by nobody
				await().until(readers.get(i)::layout, Optional::isPresent);
			}
			int[] written = new int[writers.size()];
			int left = written.length * SAMPLES;
			while (left > 0) {
				int stream = random.nextInt(written.length);
				int burst = Math.min(1 + random.nextInt(BURST), SAMPLES - written[stream]);
				for (int i = 0; i < burst; i++) {
					if (kind == 2 && written[stream] == SAMPLES / 2) {
						writers.set(stream, replace(writers.get(stream), kind + 3 * stream));
					}
					writers.get(stream).write(new long[] { written[stream]++ });
				}
				left -= burst;
				LockSupport.parkNanos(PAUSE_NANOS);
			}
			return null;
		};
	}

	private ArrayWriter<long[]> replace(ArrayWriter<long[]> writer, int stream) throws IOException {
		writer.unlink();
		writer.close();
		return create(stream, false);
	}

	private ArrayWriter<long[]> create(int stream, boolean silent) throws IOException {
		ArrayWriter<long[]> writer = kept(GlobalBuffer.create("s" + stream, ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open());
		if (silent) {
			new SegmentFile(this.directory.segment("s" + stream)).wakeNobody();
		}
		return writer;
	}

	private synchronized <B extends GlobalBuffer> B kept(B buffer) {
		this.open.add(buffer);
		return buffer;
	}

}
