// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;

import io.globalbuffer.schema.ArraySpec;

/**
 * The one writer of an array stream.
 * {@snippet :
 * try (ArrayWriter<byte[]> camera = GlobalBuffer.create("camera", ArraySpec.of(DType.UINT8, 480, 640, 3))
 * 	.capacity(4)
 * 	.onExisting(OnExisting.TAKE_OVER)
 * 	.open()) {
 * 	byte[] pixels = camera.spec().newArray();
 * 	camera.write(pixels);                            // from the array of the dtype
 * 	camera.write(ByteBuffer.wrap(pixels));           // from a buffer of its bytes
 * 	try (Reservation slot = camera.reserve()) {      // in place
 * 		slot.segment().fill((byte) 127);
 * 		slot.commit();
 * 	}
 * }
 * }
 *
 * @param <A> the Java array type, for example {@code float[]}
 */
public interface ArrayWriter<A> extends BufferWriter<A> {

	/**
	 * Returns what each sample is.
	 * @return element type and shape
	 */
	ArraySpec<A> spec();

	/**
	 * Publishes one sample from memory of any kind.
	 * @param sample exactly one sample's bytes, little-endian, in C order; must not be
	 * changed meanwhile
	 * @return the sample's sequence, counted from 0
	 * @throws IllegalArgumentException if it has another size
	 * @see #write(Object)
	 */
	long write(MemorySegment sample);

	/**
	 * Publishes one sample from the remaining elements of a buffer, whose position and
	 * limit stay as they are.
	 * @param sample exactly one sample: elements in a buffer of the dtype's Java type, in
	 * any byte order, or the little-endian bytes in a {@code ByteBuffer}
	 * @return the sample's sequence, counted from 0
	 * @throws IllegalArgumentException if something else remains, or it is a buffer of
	 * another type
	 * @see #write(Object)
	 */
	long write(Buffer sample);

	/**
	 * Takes the next slot, to be filled in place, by Java code alone: see
	 * {@link Reservation#segment()}. The newest sample stays readable meanwhile. One at a
	 * time: the same thread may not reserve or write again before it commits or closes,
	 * another waits up to {@link WriterBuilder#reservationTimeout}.
	 * @return the reservation, to be used in a {@code try} block
	 * @throws IllegalStateException if this thread holds a reservation already
	 * @throws io.globalbuffer.exception.BufferClosedException if this writer is closed
	 * @throws io.globalbuffer.exception.BufferContendedException if another thread holds
	 * a reservation too long
	 * @throws io.globalbuffer.exception.WriterConflictException if another process wrote
	 * to the segment
	 */
	Reservation reserve();

}
