package io.globalbuffer;

import io.globalbuffer.schema.ArraySpec;

/**
 * The one writer of an array stream.
 *
 * @param <A> the Java array type, for example {@code float[]}
 */
public interface ArrayWriter<A> extends BufferWriter<A> {

	/**
	 * What each sample is.
	 * @return element type and shape
	 */
	ArraySpec<A> spec();

	/**
	 * Takes the next slot, to be filled in place. The newest sample stays readable
	 * meanwhile. One at a time: the same thread may not reserve or write again before it
	 * commits or closes, another waits up to {@link WriterBuilder#reservationTimeout}.
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
