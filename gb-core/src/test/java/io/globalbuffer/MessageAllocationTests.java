// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.telemetry.Telemetry;

/**
 * Messages are encoded and decoded in memory that is used again.
 */
class MessageAllocationTests {

	private static final int MESSAGE_BYTES = 16_000;

	private static final int MESSAGE_CALLS = 1_000;

	/** Of Jackson's objects for one message, which have no buffers. */
	private static final int ENCODER_BYTES = 1_000;

	private static final int DECODER_BYTES = 1_500;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private long seen;

	record Letter(String text) {
	}

	@Test
	void aMessageIsWrittenWithoutMemoryOfItsOwn() throws InterruptedException {
		Letter letter = new Letter("a".repeat(MESSAGE_BYTES));
		try (BufferWriter<Letter> writer = letters()) {
			Allocation.assertAtMost((long) MESSAGE_CALLS * ENCODER_BYTES, MESSAGE_CALLS, () -> writer.write(letter));
		}
	}

	@Test
	void aMessageIsReadIntoItsValueAlone() throws InterruptedException {
		try (BufferWriter<Letter> writer = letters();
				BufferReader<Letter> reader = GlobalBuffer.attach("a")
					.directory(this.directory.path())
					.as(Letter.class)) {
			Letter letter = new Letter("a".repeat(MESSAGE_BYTES));
			writer.write(letter);
			Allocation.assertAtMost((long) MESSAGE_CALLS * (MESSAGE_BYTES + DECODER_BYTES), MESSAGE_CALLS,
					() -> this.seen += reader.latest().orElseThrow().value().text().length());
			Allocation.assertAtMost((long) MESSAGE_CALLS * (MESSAGE_BYTES + ENCODER_BYTES + DECODER_BYTES),
					MESSAGE_CALLS, () -> {
						writer.write(letter);
						this.seen += reader.next().value().text().length();
					});
		}
	}

	@Test
	void aProtobufMessageIsWrittenWithoutMemoryOfItsOwn() throws InterruptedException {
		Telemetry telemetry = Telemetry.newBuilder()
			.setBytesValue(ByteString.copyFrom(new byte[MESSAGE_BYTES]))
			.build();
		try (BufferWriter<Telemetry> writer = GlobalBuffer
			.create("a", MessageSpec.of(Telemetry.class).maxBytes(2 * MESSAGE_BYTES))
			.directory(this.directory.path())
			.capacity(8)
			.open()) {
			Allocation.assertAtMost((long) MESSAGE_CALLS * ENCODER_BYTES, MESSAGE_CALLS, () -> writer.write(telemetry));
		}
	}

	private BufferWriter<Letter> letters() {
		return GlobalBuffer.create("a", MessageSpec.of(Letter.class).maxBytes(2 * MESSAGE_BYTES))
			.directory(this.directory.path())
			.capacity(8)
			.open();
	}

}
