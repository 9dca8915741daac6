// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonParser;

/**
 * MessagePack's own form of a moment: extension type -1, seconds since 1970 and
 * nanoseconds in 4, 8 or 12 bytes, the fewest that hold them.
 */
final class TimestampExtension {

	private static final byte TYPE = -1;

	private static final int SHORT = 4;

	private static final int MIDDLE = 8;

	private static final int LONG = 12;

	private static final int SECONDS_BITS = 34;

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private TimestampExtension() {
	}

	static MessageExtension encode(Instant instant) {
		long seconds = instant.getEpochSecond();
		int nanos = instant.getNano();
		ByteBuffer bytes;
		if (nanos == 0 && seconds >>> Integer.SIZE == 0) {
			bytes = ByteBuffer.allocate(SHORT).putInt((int) seconds);
		}
		else if (seconds >>> SECONDS_BITS == 0) {
			bytes = ByteBuffer.allocate(MIDDLE).putLong((long) nanos << SECONDS_BITS | seconds);
		}
		else {
			bytes = ByteBuffer.allocate(LONG).putInt(nanos).putLong(seconds);
		}
		return new MessageExtension(TYPE, bytes.array());
	}

	static Instant decode(JsonParser parser, MessageExtension extension) throws IOException {
		byte[] data = extension.data();
		if (extension.type() != TYPE) {
			throw new CodecFailure.Mismatch(parser, "a MessagePack extension of type " + extension.type()
					+ " has no Java form, only timestamps (type -1) have one", Object.class);
		}
		ByteBuffer bytes = ByteBuffer.wrap(data);
		return switch (data.length) {
			case SHORT -> Instant.ofEpochSecond(Integer.toUnsignedLong(bytes.getInt()));
			case MIDDLE -> {
				long value = bytes.getLong();
				yield instant(parser, value & (1L << SECONDS_BITS) - 1, value >>> SECONDS_BITS);
			}
			case LONG -> {
				long nanos = Integer.toUnsignedLong(bytes.getInt());
				yield instant(parser, bytes.getLong(), nanos);
			}
			default -> throw new CodecFailure.Mismatch(parser, "a timestamp has 4, 8 or 12 bytes, not " + data.length,
					Instant.class);
		};
	}

	private static Instant instant(JsonParser parser, long seconds, long nanos) throws IOException {
		if (nanos < NANOS_PER_SECOND) {
			try {
				return Instant.ofEpochSecond(seconds, nanos);
			}
			catch (DateTimeException ex) {
				CodecFailure.Mismatch mismatch = new CodecFailure.Mismatch(parser,
						"a timestamp of " + seconds + " seconds is beyond the range of Instant", Instant.class);
				mismatch.initCause(ex);
				throw mismatch;
			}
		}
		throw new CodecFailure.Mismatch(parser, "a timestamp with " + nanos + " nanoseconds, more than a second has",
				Instant.class);
	}

}
