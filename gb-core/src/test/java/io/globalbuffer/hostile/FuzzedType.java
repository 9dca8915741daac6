// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.Optional;

import com.sun.management.ThreadMXBean;

import io.globalbuffer.codec.MessageCodec;
import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A message type that is given arbitrary bytes.
 *
 * @param codec the codec of the type
 * @param type the type
 */
record FuzzedType(MessageCodec codec, Type type) {

	/** What an exception and its text take. */
	private static final long ALLOCATED_FOR_ANY = 1 << 20;

	/** A small map for each two bytes, more than once. */
	private static final long ALLOCATED_FOR_BYTE = 2000;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Checks that bytes are a message or the cause of an exception, that it takes no more
	 * memory than they justify, and that a message can be written and read again.
	 * @param input the bytes
	 */
	void check(byte[] input) {
		long limit = ALLOCATED_FOR_ANY + ALLOCATED_FOR_BYTE * input.length;
		// the first time may load classes, which the fuzzer instruments
		if (allocatedByReading(input) > limit) {
			assertThat(allocatedByReading(input)).isLessThanOrEqualTo(limit);
		}
		read(input).ifPresent(this::writeAndRead);
	}

	private long allocatedByReading(byte[] input) {
		long before = threads.getCurrentThreadAllocatedBytes();
		read(input);
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private Optional<Object> read(byte[] input) {
		try {
			return Optional.of(this.codec.decode(input, input.length, this.type));
		}
		catch (CodecException ex) {
			assertThat(ex.getMessage()).isNotBlank();
			return Optional.empty();
		}
	}

	private void writeAndRead(Object message) {
		byte[] written = this.codec.encode(message);
		Object again = this.codec.decode(written, written.length, this.type);
		assertThat(this.codec.encode(again)).isEqualTo(written);
	}

}
