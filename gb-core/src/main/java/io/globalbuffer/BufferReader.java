// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.globalbuffer.exception.ReaderConflictException;

/**
 * A reader of a stream.
 * {@snippet :
 * try (BufferReader<Map<String, Object>> status = GlobalBuffer.attach("status")
 * 	.following()                                 // may come before the writer does
 * 	.startFrom(StartPosition.OLDEST)
 * 	.asMap()) {
 * 	while (status.isOpen()) {
 * 		Sample<Map<String, Object>> sample = status.next();
 * 		use(sample.value().get("gain"), sample.sequence(), sample.missed());
 * 	}
 * }
 * }
 * <p>
 * {@code latest} methods may be called from any thread and move nothing. {@code next}
 * methods share one cursor: one thread at a time, a second one inside gets an
 * {@link IllegalStateException}. With a {@link WaitSet} one thread waits for many
 * readers. Samples are mapped read-only; where it may, a reader {@linkplain ReaderInfo
 * registers}, so that others see how far it is.
 * <p>
 * Every read may throw {@link io.globalbuffer.exception.BufferClosedException}; reads of
 * a {@linkplain ReaderBuilder#following() following} reader also
 * {@link io.globalbuffer.exception.SchemaMismatchException}, when its segment was
 * replaced by one that holds something else: the next call looks again.
 *
 * @param <T> the type of a sample: a primitive array, or a message
 */
public interface BufferReader<T> extends GlobalBuffer {

	/**
	 * Returns the newest sample. Neither uses nor moves the cursor, except that a
	 * following reader goes over to a segment that has replaced its own at once, unless a
	 * thread is inside a {@code next} method and does so itself: samples of the old one
	 * that {@code next} has not delivered count as missed then.
	 * @return the sample, empty if none was ever written
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the copy again and again
	 * @throws io.globalbuffer.exception.CodecException if the sample is not such a
	 * message
	 */
	Optional<Sample<T>> latest();

	/**
	 * Returns the next sample in order, and waits for it as long as it takes.
	 * @return the sample
	 * @throws InterruptedException if the thread is interrupted
	 * @throws IllegalStateException if another thread is inside a {@code next} method
	 * @throws io.globalbuffer.exception.CodecException if the sample is not such a
	 * message; the cursor has moved past it
	 * @throws io.globalbuffer.exception.MessageTooLargeException if the heap has no room
	 * for the sample; the cursor has moved past it
	 */
	Sample<T> next() throws InterruptedException;

	/**
	 * Returns the next sample in order. If the cursor's sample was overwritten, it goes
	 * on with the oldest one left, and the samples in between are {@link #overruns()
	 * overruns}.
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample, empty if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalStateException if another thread is inside a {@code next} method
	 * @throws io.globalbuffer.exception.BufferContendedException if a sample was there
	 * but the writer was faster than the copy again and again
	 * @throws io.globalbuffer.exception.CodecException if the sample is not such a
	 * message; the cursor has moved past it
	 * @throws io.globalbuffer.exception.MessageTooLargeException if the heap has no room
	 * for the sample; the cursor has moved past it
	 */
	Optional<Sample<T>> next(Duration timeout) throws InterruptedException;

	/**
	 * Returns the newest sample, unless the cursor has passed it already; the ones before
	 * it are {@link #skipped() skipped}. No sample is delivered twice.
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample, empty if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalStateException if another thread is inside a {@code next} method
	 * @throws io.globalbuffer.exception.BufferContendedException if a sample was there
	 * but the writer was faster than the copy again and again
	 * @throws io.globalbuffer.exception.CodecException if the sample is not such a
	 * message; the cursor has moved past it
	 * @throws io.globalbuffer.exception.MessageTooLargeException if the heap has no room
	 * for the sample; the cursor has moved past it
	 */
	Optional<Sample<T>> nextLatest(Duration timeout) throws InterruptedException;

	/**
	 * Delivers samples to a callback, on a daemon thread with a cursor of its own. It
	 * begins where this reader's cursor stands now: with what was written since this
	 * reader was attached, or since the last sample it took with a {@code next} method.
	 * This reader's cursor stays where it is, so a later subscription begins there too,
	 * and counts what was lost since. To begin where a new reader would, use
	 * {@code fork().subscribe(…)}. An exception in the callback is logged and counted,
	 * and delivery goes on.
	 * @param mode every sample in order, or the newest each time
	 * @param callback receives the samples
	 * @return the subscription, to be closed; ends with this reader at the latest
	 * @throws IllegalStateException if this reader has an identity, and another
	 * subscription or a thread inside a {@code next} method reads under it
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 * @throws io.globalbuffer.exception.GlobalBufferException if the system has no room
	 * for the thread; nothing is left of the subscription then
	 */
	Subscription subscribe(ReadMode mode, Consumer<? super Sample<T>> callback);

	/**
	 * Publishes every sample in order, on a virtual thread for each subscriber.
	 * @return the publisher, which needs no closing; it ends with this reader
	 */
	default SamplePublisher<T> publisher() {
		return publisher(ReadMode.NEXT);
	}

	/**
	 * Publishes samples, on a virtual thread for each subscriber.
	 * @param mode every sample in order, or the newest each time one is asked for
	 * @return the publisher, which needs no closing; it ends with this reader
	 */
	default SamplePublisher<T> publisher(ReadMode mode) {
		return publisher(mode, Runnable::run);
	}

	/**
	 * Publishes samples.
	 * @param mode every sample in order, or the newest each time one is asked for
	 * @param executor runs the signals of a subscriber, one after the other, but for
	 * {@code onSubscribe}
	 * @return the publisher, which needs no closing; it ends with this reader
	 */
	SamplePublisher<T> publisher(ReadMode mode, Executor executor);

	/**
	 * Returns another reader of the same buffer with a cursor of its own, for another
	 * thread. It starts where the {@linkplain ReaderBuilder#startFrom start position}
	 * says, shares this one's mapping, and is closed separately; closing this one does
	 * not close it.
	 * @return the reader, to be closed
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	BufferReader<T> fork();

	/**
	 * Returns where the cursor stands: which segment, and the next sample in it. A reader
	 * that is {@linkplain ReaderBuilder#startAt opened there} delivers and counts exactly
	 * what this one has not. For any thread.
	 * @return the position; before the first sample of any segment where there is none
	 * yet
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	Position position();

	/**
	 * Returns up to where samples are done, as it is kept for who
	 * {@linkplain ReaderBuilder#resumeAs goes on} under this reader's identity: perhaps
	 * in a segment that was replaced since. For any thread.
	 * @return the position; before the first sample of any segment where nothing was read
	 * and there was none at first
	 * @throws IllegalStateException if this reader has no identity
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	Position donePosition();

	/**
	 * Says that a sample and all before it are done: a reader that takes up the
	 * {@linkplain ReaderBuilder#resumeAs identity} goes on behind it. The position only
	 * moves forward. What was read of a segment that was replaced since cannot come
	 * again, and counts as missed unless it is done. Of a batch the last sample counts.
	 * For any thread.
	 * @param sample what a read or a subscription of this reader delivered
	 * @throws IllegalStateException if this reader has no identity, or is not told which
	 * samples are done ({@link ReaderBuilder#doneByCaller})
	 * @throws IllegalArgumentException if the sample was not read under this identity
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	void done(Sample<?> sample);

	/**
	 * Says that a sample of the segment that is read now and all before it are done, as
	 * {@link #done(Sample)} does. For reads that return a sequence alone; a
	 * {@linkplain ReaderBuilder#following() following} reader may have gone over to
	 * another segment since, and then it must not be called.
	 * @param sequence the sample's sequence
	 * @throws IllegalStateException if this reader has no identity, or is not told which
	 * samples are done ({@link ReaderBuilder#doneByCaller})
	 * @throws IllegalArgumentException if that sample was not read under this identity
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	void done(long sequence);

	/**
	 * Says that all before a position is done, as {@link #done(Sample)} does: also what
	 * was passed over since it could not be decoded.
	 * @param position what {@link #position()} of this reader returned
	 * @throws IllegalStateException if this reader has no identity, or is not told which
	 * samples are done ({@link ReaderBuilder#doneByCaller})
	 * @throws IllegalArgumentException if what lies before it was not read under this
	 * identity
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	void done(Position position);

	/**
	 * Why a {@linkplain ReaderBuilder#following() following} reader waits for its
	 * {@linkplain ReaderBuilder#resumeAs identity}: the message says which process holds
	 * it. For any thread.
	 * @return what was met when it was last asked for; empty once this reader holds it,
	 * and if it has none
	 */
	Optional<ReaderConflictException> conflict();

	/**
	 * The number of samples the cursor lost because they were overwritten before it came
	 * to them, or were damaged. Each is counted with the next sample that is delivered:
	 * together with those delivered, the {@link #skipped() skipped} ones and the
	 * {@link #lag() lag} exactly what was committed since the cursor's start.
	 * @return a count that never falls
	 */
	long overruns();

	/**
	 * The number of samples the cursor passed over on purpose, in {@link #nextLatest}.
	 * @return a count that never falls
	 */
	long skipped();

	/**
	 * How many samples the cursor is behind the writer, lost ones included; without those
	 * of a segment that a following reader has yet to go over to.
	 * @return a count, empty without a segment
	 */
	OptionalLong lag();

	/**
	 * Returns which entry of its segment's registry is this reader's, so that it can be
	 * told from the others in a {@linkplain SegmentInfo#readers() listing}. May change
	 * when a following reader goes over to another segment.
	 * @return the entry's number; empty if the reader is not {@linkplain ReaderInfo
	 * registered}, at present or ever, and without a segment
	 */
	OptionalInt registryEntry();

	/**
	 * How often this reader has re-attached to a replaced segment.
	 * @return 0 in the first segment
	 * @throws io.globalbuffer.exception.BufferClosedException if this reader is closed
	 */
	int generation();

}
