// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.codec.EncodedMessage;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.ProtobufCodec;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Writers and readers use the memory of one message for the next one again, and nobody
 * sees it.
 */
class ReusedMessageMemoryTests {

	private static final int MOST_KEPT_BYTES = 1 << 16;

	private static final int THREADS = 4;

	private static final int MESSAGES = 5_000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@SuppressWarnings("ArrayRecordComponent")
	record Bytes(byte[] data) {
	}

	/** Calls something while it is written. */
	static final class Calling {

		private String name = "";

		private transient Supplier<String> call = () -> "";

		Calling() {
		}

		Calling(String name, Supplier<String> call) {
			this.name = name;
			this.call = call;
		}

		@JsonProperty
		String called() {
			return this.name + ", then " + this.call.get();
		}

	}

	/** Calls something while it is read. */
	record Read(String name) {

		private static final AtomicReference<@Nullable Runnable> CALL = new AtomicReference<>();

		Read {
			Runnable once = CALL.getAndSet(null);
			if (once != null) {
				once.run();
			}
		}

	}

	@Test
	void messagesOfAllLengthsFollowOneAnother() throws InterruptedException {
		try (BufferWriter<Bytes> writer = create(MessageSpec.of(Bytes.class));
				BufferReader<Bytes> reader = attach().as(Bytes.class);
				BufferReader<byte[]> raw = attach().asBytes()) {
			List<byte[]> kept = new ArrayList<>();
			for (int length : new int[] { 3, 100_000, 10, 0, 300, 299 }) {
				byte[] data = new byte[length];
				Arrays.fill(data, (byte) length);
				writer.write(new Bytes(data));
				byte[] next = reader.next().value().data();
				assertThat(next).isEqualTo(data);
				assertThat(reader.latest().orElseThrow().value().data()).isEqualTo(data).isNotSameAs(next);
				byte[] encoded = raw.next().value();
				assertThat(encoded).isEqualTo(MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(new Bytes(data)));
				assertThat(raw.latest().orElseThrow().value()).isEqualTo(encoded).isNotSameAs(encoded);
				kept.add(next);
			}
			assertThat(kept.getFirst()).as("after others").containsOnly(3);
		}
	}

	@Test
	void aMessageThatWritesAnotherOneIsWhole() throws InterruptedException {
		try (BufferWriter<Calling> writer = create(MessageSpec.of(Calling.class).schema(""));
				BufferReader<?> reader = attach().asMap()) {
			for (int round = 0; round < 2; round++) {
				assertThat(writer
					.write(new Calling("outer", () -> "number " + writer.write(new Calling("inner", () -> "none")))))
					.isEqualTo(2 * round + 1);
				assertThat(reader.next().value()).hasToString("{name=inner, called=inner, then none}");
				assertThat(reader.next().value())
					.hasToString("{name=outer, called=outer, then number " + 2 * round + "}");
			}
		}
	}

	@Test
	void aMessageThatReadsAnotherOneIsWhole() throws InterruptedException {
		try (BufferWriter<Read> writer = create(MessageSpec.of(Read.class));
				BufferReader<Read> reader = attach().as(Read.class)) {
			writer.write(new Read("first"));
			writer.write(new Read("the second, which is longer"));
			for (int round = 0; round < 2; round++) {
				List<String> inside = new ArrayList<>();
				Read.CALL.set(() -> inside.add(reader.latest().orElseThrow().value().name()));
				String expected = (round == 0) ? "first" : "the second, which is longer";
				assertThat(reader.next().value().name()).isEqualTo(expected);
				assertThat(inside).containsExactly("the second, which is longer");
			}
		}
	}

	@Test
	void whatFailsLeavesNothingBehind() throws InterruptedException {
		try (BufferWriter<Calling> writer = create(MessageSpec.of(Calling.class).schema(""));
				BufferReader<?> reader = attach().asMap()) {
			writer.write(new Calling("a", () -> "b"));
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> writer.write(new Calling("c", () -> {
				throw new IllegalArgumentException("not now");
			}))).withMessageContaining("not now");
			writer.write(new Calling("d", () -> "e"));
			assertThat(reader.next().value()).hasToString("{name=a, called=a, then b}");
			assertThat(reader.next().value()).hasToString("{name=d, called=d, then e}");
			assertThat(reader.next(Duration.ZERO)).isEmpty();
		}
	}

	@Test
	void messagesOfManyThreadsAreWhole() throws Exception {
		try (BufferWriter<Bytes> writer = create(MessageSpec.of(Bytes.class));
				BufferReader<Bytes> reader = attach().as(Bytes.class)) {
			CountDownLatch start = new CountDownLatch(1);
			List<Background<Boolean>> threads = new ArrayList<>();
			for (int thread = 1; thread <= THREADS; thread++) {
				byte[] data = new byte[thread * 100];
				Arrays.fill(data, (byte) thread);
				threads.add(Background.run(() -> {
					start.await();
					boolean whole = true;
					for (int i = 0; i < MESSAGES; i++) {
						writer.write(new Bytes(data));
						byte[] newest = reader.latest().orElseThrow().value().data();
						byte[] expected = new byte[newest[0] * 100];
						Arrays.fill(expected, newest[0]);
						whole &= Arrays.equals(newest, expected);
					}
					return whole;
				}));
			}
			start.countDown();
			for (Background<Boolean> each : threads) {
				assertThat(each.result()).isTrue();
			}
		}
	}

	@Test
	void theMemoryOfALargeMessageIsLetGoOf() {
		EncodedMessage memory = new EncodedMessage();
		MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(new Bytes(new byte[1 << 20]), memory);
		assertThat(memory.bytes()).hasSizeGreaterThan(1 << 20);
		memory.clear();
		assertThat(memory.bytes()).hasSizeLessThanOrEqualTo(MOST_KEPT_BYTES);
		assertThat(memory.length()).isZero();
		ProtobufCodec.of(Telemetry.class)
			.encode(Telemetry.newBuilder().setStringValue("x".repeat(1 << 20)).build(), memory);
		assertThat(memory.length()).isGreaterThan(1 << 20);
		memory.clear();
		assertThat(memory.bytes()).hasSizeLessThanOrEqualTo(MOST_KEPT_BYTES);
	}

	@Test
	void theMemoryOfASmallMessageIsKept() {
		EncodedMessage memory = new EncodedMessage();
		MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(new Bytes(new byte[1000]), memory);
		byte[] bytes = memory.bytes();
		memory.clear();
		MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(new Bytes(new byte[900]), memory);
		assertThat(memory.bytes()).isSameAs(bytes);
	}

	private <T> BufferWriter<T> create(MessageSpec<T> spec) {
		return GlobalBuffer.create("m", spec.maxBytes(1 << 18)).directory(this.directory.path()).capacity(8).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("m").directory(this.directory.path());
	}

}
