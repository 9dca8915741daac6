// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Memory of a segment that a system call uses, because a function or a reservation gave
 * it to one, stays mapped until the call ends, and that disturbs nobody.
 */
class LentMemoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/** More than a pipe holds. */
	private static final int SAMPLE_BYTES = 1 << 20;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final AtomicReference<@Nullable MemorySegment> memory = new AtomicReference<>();

	private final Pipe pipe;

	LentMemoryTests() throws IOException {
		this.pipe = Pipe.open();
	}

	@AfterEach
	void closePipe() throws IOException {
		this.pipe.source().close();
		this.pipe.sink().close();
	}

	@Test
	void aReaderIsClosedWhileItsViewIsWrittenSomewhere() throws Exception {
		try (ArrayWriter<byte[]> writer = builder().open()) {
			writer.write(new byte[SAMPLE_BYTES]);
			Background<Optional<Integer>> sending;
			try (ArrayReader<byte[]> reader = attach().asArray(byte[].class)) {
				sending = startSending(reader);
			}
			assertThat(isMapped()).isTrue();
			receive(SAMPLE_BYTES - 1);
			assertThat(sending.result()).contains(SAMPLE_BYTES);
			await().until(() -> !isMapped());
		}
	}

	@Test
	void aFollowingReaderMovesOnWhileAViewOfTheOldSegmentIsWrittenSomewhere() throws Exception {
		ArrayWriter<byte[]> first = builder().open();
		try (ArrayReader<byte[]> reader = attach().following().asArray(byte[].class)) {
			first.write(new byte[SAMPLE_BYTES]);
			Background<Optional<Integer>> sending = startSending(reader);
			assertThat(reader.next(TIMEOUT)).isPresent();
			first.unlink();
			first.close();
			try (ArrayWriter<byte[]> second = builder().open()) {
				second.write(new byte[SAMPLE_BYTES]);
				assertThat(reader.next(TIMEOUT).orElseThrow().generation()).isEqualTo(1);
				receive(SAMPLE_BYTES - 1);
				assertThat(sending.result()).contains(SAMPLE_BYTES);
				await().until(() -> !isMapped());
			}
		}
	}

	@Test
	void aClosedWriterHasNoSuccessorWhileASystemCallUsesItsSlot() throws Exception {
		ArrayWriter<byte[]> writer = builder().reservationTimeout(Duration.ofMillis(10)).open();
		Background<Long> reserving = Background.run(() -> {
			try (Reservation reservation = writer.reserve()) {
				send(reservation.segment());
				return reservation.commit();
			}
		});
		receive(1);
		writer.close();
		assertThat(writer.isOpen()).isFalse();
		assertThatExceptionOfType(WriterConflictException.class)
			.isThrownBy(() -> builder().onExisting(OnExisting.TAKE_OVER).open());
		receive(SAMPLE_BYTES - 1);
		assertThat(reserving.failure()).isInstanceOf(BufferClosedException.class);
		try (ArrayWriter<byte[]> successor = builder().onExisting(OnExisting.TAKE_OVER)
			.takeOverTimeout(TIMEOUT)
			.open()) {
			assertThat(isMapped()).isFalse();
			assertThat(successor.write(new byte[SAMPLE_BYTES])).isZero();
		}
	}

	/** Returns when the first byte has come. */
	private Background<Optional<Integer>> startSending(ArrayReader<byte[]> reader) throws IOException {
		Background<Optional<Integer>> sending = Background.run(() -> reader.readLatest(this::send));
		receive(1);
		return sending;
	}

	private int send(MemorySegment lent) {
		this.memory.set(lent);
		try {
			return this.pipe.sink().write(lent.asByteBuffer());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isMapped() {
		return Objects.requireNonNull(this.memory.get()).scope().isAlive();
	}

	private void receive(int bytes) throws IOException {
		int left = bytes;
		while (left > 0) {
			left -= this.pipe.source().read(ByteBuffer.allocate(Math.min(left, 1 << 16)));
		}
	}

	private WriterBuilder<ArrayWriter<byte[]>> builder() {
		return GlobalBuffer.create("lent", ArraySpec.of(DType.UINT8, SAMPLE_BYTES))
			.directory(this.directory.path())
			.capacity(3);
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("lent").directory(this.directory.path());
	}

}
