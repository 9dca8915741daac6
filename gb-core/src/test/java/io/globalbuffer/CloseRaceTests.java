// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handles that are closed while other threads use them, again and again: whatever those
 * threads are doing, they learn that the handle is closed, and nothing else.
 */
@Tag("long")
class CloseRaceTests {

	private static final int ROUNDS = LongRun.rounds(40, 8);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoUsesAWriterLearnsThatItIsClosed(boolean described) throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			WriterBuilder<ArrayWriter<long[]>> builder = array().reservationTimeout(Duration.ZERO);
			if (described) {
				builder.checksum().publishTime().heartbeatInterval(Duration.ZERO);
			}
			ArrayWriter<long[]> writer = builder.open();
			long[] sample = new long[512];
			race(writer, List.of(() -> writer.write(sample), () -> reserve(writer), () -> revocable(writer),
					() -> abort(writer), writer::stats, () -> {
						writer.heartbeat();
						return 0;
					}));
		}
	}

	/** One thread at a time; the one that closes it is another. */
	@Test
	void whoUsesAConfinedWriterLearnsThatItIsClosed() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			ArrayWriter<long[]> writer = array().confined().open();
			long[] sample = new long[512];
			Callable<Long> use = (round % 2 == 0) ? () -> writer.write(sample) : () -> reserve(writer);
			race(writer, List.of(use, writer::stats));
		}
	}

	@Test
	void whoWritesMessagesLearnsThatTheWriterIsClosed() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			BufferWriter<Text> writer = GlobalBuffer.create("m", MessageSpec.of(Text.class))
				.directory(this.directory.path())
				.capacity(3)
				.onExisting(OnExisting.REPLACE)
				.reservationTimeout(Duration.ZERO)
				.open();
			Text text = new Text("x".repeat(2000));
			race(writer, List.of(() -> writer.write(text), () -> writer.write(text), writer::stats));
		}
	}

	@Test
	void whoUsesAReaderLearnsThatItIsClosed() throws Exception {
		try (ArrayWriter<long[]> writer = array().open()) {
			writer.write(new long[512]);
			for (int round = 0; round < ROUNDS; round++) {
				ArrayReader<long[]> reader = GlobalBuffer.attach("c")
					.directory(this.directory.path())
					.startFrom(StartPosition.OLDEST)
					.asArray(long[].class);
				long[] target = new long[512];
				race(reader, List.of(reader::latest, () -> reader.latestInto(target), () -> {
					writer.write(target);
					return (Math.random() < 0.5) ? reader.next(Duration.ofSeconds(1))
							: reader.readNextAsLong((view) -> view.get(ValueLayout.JAVA_LONG, 0), Duration.ZERO);
				}, () -> reader.readLatestAsLong((view) -> view.get(ValueLayout.JAVA_LONG, 8)), reader::stats,
						reader::generation, () -> {
							try (BufferReader<long[]> fork = reader.fork()) {
								return fork.latest();
							}
						}));
			}
		}
	}

	/** Until each of them was refused once. */
	private static void race(GlobalBuffer handle, List<Callable<?>> uses) throws Exception {
		CountDownLatch started = new CountDownLatch(uses.size());
		List<Background<String>> users = new ArrayList<>();
		for (Callable<?> use : uses) {
			users.add(Background.run(() -> {
				use(use);
				started.countDown();
				boolean open = true;
				while (open) {
					open = use(use);
				}
				return "closed";
			}));
		}
		started.await();
		handle.close();
		for (Background<String> user : users) {
			assertThat(user.result()).isEqualTo("closed");
		}
	}

	private static boolean use(Callable<?> use) throws Exception {
		try {
			use.call();
			return true;
		}
		catch (BufferContendedException ex) {
			return true;
		}
		catch (BufferClosedException ex) {
			return false;
		}
	}

	private static long reserve(ArrayWriter<long[]> writer) {
		try (Reservation reservation = writer.reserve()) {
			return reservation.commit();
		}
	}

	private static long revocable(ArrayWriter<long[]> writer) {
		try (Reservation reservation = writer.reserve()) {
			reservation.revocable().fill((byte) 1);
			return reservation.commit();
		}
	}

	private static long abort(ArrayWriter<long[]> writer) {
		try (Reservation reservation = writer.reserve()) {
			reservation.abort();
			return 0;
		}
	}

	private WriterBuilder<ArrayWriter<long[]>> array() {
		return GlobalBuffer.create("c", ArraySpec.of(DType.INT64, 512))
			.directory(this.directory.path())
			.capacity(3)
			.onExisting(OnExisting.REPLACE);
	}

	record Text(String value) {
	}

}
