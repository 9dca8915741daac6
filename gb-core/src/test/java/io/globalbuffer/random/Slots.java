// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.IntStream;

import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.PeerNames;

/**
 * The bytes of a segment's samples, as they lie in its file. Immutable.
 */
final class Slots {

	private static final int SLOT_SIZE = 24;

	private static final int LENGTH = 16;

	private static final int PAYLOAD = 64;

	private final ByteBuffer segment;

	private Slots(ByteBuffer segment) {
		this.segment = segment;
	}

	/** The samples of a buffer whose first is still there. */
	static Slots of(String buffer) {
		try {
			byte[] bytes = Files.readAllBytes(PeerNames.file(buffer));
			return new Slots(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the segment of '" + buffer + "'", ex);
		}
	}

	/** The size of the largest sample there is space for. */
	int maxBytes() {
		return (int) this.segment.getLong(SLOT_SIZE);
	}

	/** The bytes of a sample. */
	byte[] sample(int sequence) {
		int slot = SegmentFile.SLOTS_START + sequence * (int) this.segment.getLong(SegmentFile.STRIDE);
		byte[] sample = new byte[this.segment.getInt(slot + LENGTH)];
		this.segment.get(slot + PAYLOAD, sample);
		return sample;
	}

	/** The first sample that differs from another segment's, or -1. */
	int mismatch(Slots others, int samples) {
		return IntStream.range(0, samples)
			.filter((sequence) -> !Arrays.equals(sample(sequence), others.sample(sequence)))
			.findFirst()
			.orElse(-1);
	}

}
