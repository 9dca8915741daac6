// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.segment.OwnedSegment;

/**
 * What writers share whose samples are byte arrays before they come to the ring.
 *
 * @param <T> the type of a sample
 */
abstract class EncodedWriterHandle<T> extends WriterHandle<T> {

	EncodedWriterHandle(WriterOptions options, OwnedSegment owned) {
		super(options, owned);
	}

	/**
	 * Publishes a message.
	 * @param bytes an array that begins with its bytes
	 * @param length how many they are
	 * @param publishTime when it is published, as {@link PublishClock} has it
	 * @return its sequence
	 * @throws MessageTooLargeException if a slot has no room for it
	 */
	final long publishMessage(byte[] bytes, int length, long publishTime) {
		long maxBytes = segment().layout().sampleSize();
		if (length > maxBytes) {
			throw new MessageTooLargeException("A message for buffer '" + name() + "' has " + length
					+ " bytes encoded, and its slots hold " + maxBytes
					+ ". Nothing was published. Raise its max-bytes (MessageSpec.maxBytes), which takes a new segment: unlink this one");
		}
		return publish(bytes, length, publishTime);
	}

	/**
	 * Publishes a sample that fits.
	 * @param bytes an array that begins with its bytes
	 * @param length how many they are
	 * @param publishTime when it is published, as {@link PublishClock} has it
	 * @return its sequence
	 */
	final long publish(byte[] bytes, int length, long publishTime) {
		long payload = begin(publishTime);
		try {
			if (this.describer != null && this.describer.isChecked()) {
				this.describer.fields()
					.copyIn(EncodedWriterHandle::copyPieceIn, bytes, length, segment().memory(), payload);
			}
			else {
				MemorySegment.copy(bytes, 0, segment().memory(), ValueLayout.JAVA_BYTE, payload, length);
			}
		}
		catch (RuntimeException | Error ex) {
			throw aborted(ex);
		}
		return commit(length);
	}

	private static void copyPieceIn(byte[] source, long from, MemorySegment piece, int bytes) {
		MemorySegment.copy(source, (int) from, piece, ValueLayout.JAVA_BYTE, 0, bytes);
	}

	@Override
	final boolean isReserved() {
		return false;
	}

	@Override
	final void abortOwnReservation() {
		// has no reservations
	}

}
