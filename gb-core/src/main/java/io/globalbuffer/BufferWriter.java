// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Instant;
import java.util.Optional;

/**
 * The one writer of a stream. Safe for use by many threads, unless created
 * {@linkplain WriterBuilder#confined() confined}.
 *
 * @param <T> the type of a sample: a primitive array, or a message
 */
public interface BufferWriter<T> extends GlobalBuffer {

	/**
	 * Whose segment this writer took over or replaced when it was opened.
	 * @return the writer before; empty if it created the segment
	 */
	Optional<Predecessor> predecessor();

	/**
	 * Publishes one sample; every reader sees all of it or nothing.
	 * @param value the array, exactly as long as one sample, or the message
	 * @return the sample's sequence, counted from 0
	 * @throws IllegalArgumentException if an array has another length
	 * @throws IllegalStateException if this thread holds a reservation
	 * @throws io.globalbuffer.exception.MessageTooLargeException if the encoded message
	 * is larger than a slot
	 * @throws io.globalbuffer.exception.CodecException if the message cannot be encoded
	 * @throws io.globalbuffer.exception.BufferClosedException if this writer is closed
	 * @throws io.globalbuffer.exception.BufferContendedException if another thread holds
	 * a reservation too long
	 * @throws io.globalbuffer.exception.WriterConflictException if another process wrote
	 * to the segment: nothing was published, and this writer must be closed
	 */
	long write(T value);

	/**
	 * Publishes one sample with the time of an earlier publication, for example of the
	 * sample whose replay it is: {@link Sample#writtenAt()} returns it, and
	 * {@link SampleOrigin#age()} counts from then.
	 * @param value the array, exactly as long as one sample, or the message
	 * @param writtenAt when it was published, by the wall clock
	 * @return the sample's sequence, counted from 0
	 * @throws IllegalArgumentException if an array has another length; if the time is
	 * before 1988-04-08 or from 2262-04-11 on, which the format has no room for
	 * @throws IllegalStateException if the writer stores no
	 * {@linkplain WriterBuilder#publishTime() publish times}, or this thread holds a
	 * reservation
	 * @throws io.globalbuffer.exception.MessageTooLargeException if the encoded message
	 * is larger than a slot
	 * @throws io.globalbuffer.exception.CodecException if the message cannot be encoded
	 * @throws io.globalbuffer.exception.BufferClosedException if this writer is closed
	 * @throws io.globalbuffer.exception.BufferContendedException if another thread holds
	 * a reservation too long
	 * @throws io.globalbuffer.exception.WriterConflictException if another process wrote
	 * to the segment: nothing was published, and this writer must be closed
	 */
	long write(T value, Instant writtenAt);

	/**
	 * Publishes one sample that is bytes already, for example what
	 * {@link ReaderBuilder#asBytes()} read elsewhere. Nothing compares the bytes with the
	 * codec and the schema of messages.
	 * @param sample the encoded message; or the elements of an array, little-endian and
	 * in C order, exactly as long as one sample
	 * @return the sample's sequence, counted from 0
	 * @throws IllegalArgumentException if the bytes of an array have another length
	 * @throws IllegalStateException if this thread holds a reservation
	 * @throws io.globalbuffer.exception.MessageTooLargeException if the message is larger
	 * than a slot
	 * @throws io.globalbuffer.exception.BufferClosedException if this writer is closed
	 * @throws io.globalbuffer.exception.BufferContendedException if another thread holds
	 * a reservation too long
	 * @throws io.globalbuffer.exception.WriterConflictException if another process wrote
	 * to the segment: nothing was published, and this writer must be closed
	 */
	long writeBytes(byte[] sample);

	/**
	 * Stamps the heartbeat, by which readers see that the writer is alive. Needed only if
	 * the heartbeat in the background is switched off
	 * ({@link WriterBuilder#heartbeatInterval}).
	 * @throws io.globalbuffer.exception.BufferClosedException if this writer is closed
	 */
	void heartbeat();

	/**
	 * Removes the segment's name, also after this writer closed, if the name still leads
	 * to this segment and no other writer has taken it over. Attached readers stay
	 * attached. Unlinking again does nothing.
	 * @throws io.globalbuffer.exception.SegmentAccessException if it cannot be removed
	 */
	void unlink();

}
