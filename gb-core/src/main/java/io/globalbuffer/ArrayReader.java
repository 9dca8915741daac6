// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.time.Duration;
import java.util.Optional;

import io.globalbuffer.schema.ArraySpec;

/**
 * A reader of an array stream.
 * <p>
 * Beside {@link #latest} and {@link #next}, which give each sample an array of its own,
 * there are two ways that allocate no memory for samples. The {@code Into} methods copy
 * into memory of the caller's: an array of the dtype's Java type, a {@link MemorySegment}
 * that takes the little-endian bytes, or what remains of a {@link Buffer}, of the dtype's
 * Java type and any byte order, or a {@code ByteBuffer} that takes the little-endian
 * bytes; position and limit of a buffer stay as they are. The {@code read} methods do not
 * copy at all: they show a function the sample where it lies, see {@link SampleViews}.
 * {@snippet :
 * try (ArrayReader<float[]> csi = GlobalBuffer.attach("csi").following().asArray(DType.COMPLEX64)) {
 * 	float[] frame = new float[512];
 * 	long sequence = csi.nextInto(frame, Duration.ofSeconds(1));        // no allocation
 * 	float[] frames = new float[16 * 512];
 * 	int samples = csi.nextBatchInto(frames, Duration.ofSeconds(1));    // up to 16 at once
 * 	OptionalDouble power = csi.readLatestAsDouble(view -> {            // no copy
 * 		double sum = 0;
 * 		for (long offset = 0; offset < view.byteSize(); offset += Float.BYTES) {
 * 			float value = view.get(ValueLayout.JAVA_FLOAT, offset);
 * 			sum += value * value;
 * 		}
 * 		return sum;
 * 	});
 * }
 * }
 *
 * @param <A> the Java array type, for example {@code float[]}
 */
public interface ArrayReader<A> extends BufferReader<A>, SampleViews {

	/** What {@link #latestInto} and {@link #nextInto} return where there is no sample. */
	long NONE = -1;

	/**
	 * Returns what each sample is.
	 * @return element type and shape; empty while a following reader has found no segment
	 */
	Optional<ArraySpec<A>> spec();

	@Override
	ArrayReader<A> fork();

	/**
	 * Copies the newest sample into an array; allocates nothing.
	 * @param target as long as one sample; undefined where no sequence is returned
	 * @return the sample's sequence, or {@link #NONE}
	 * @throws IllegalArgumentException if the array has another length
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the copy again and again
	 */
	long latestInto(A target);

	/**
	 * Copies the newest sample into an array, and describes it.
	 * @param target as in {@link #latestInto(Object)}
	 * @param details filled with the sample's; undefined where no sequence is returned
	 * @return the sample's sequence, or {@link #NONE}
	 */
	long latestInto(A target, SampleDetails details);

	/**
	 * Copies the newest sample's bytes into memory; allocates nothing.
	 * @param target as large as one sample; undefined where no sequence is returned
	 * @return the sample's sequence, or {@link #NONE}
	 * @throws IllegalArgumentException if it has another size, or is read-only
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the copy again and again
	 */
	long latestInto(MemorySegment target);

	/**
	 * Copies the newest sample's bytes into memory, and describes it.
	 * @param target as in {@link #latestInto(MemorySegment)}
	 * @param details filled with the sample's; undefined where no sequence is returned
	 * @return the sample's sequence, or {@link #NONE}
	 */
	long latestInto(MemorySegment target, SampleDetails details);

	/**
	 * Copies the newest sample into what remains of a buffer.
	 * @param target with exactly one sample remaining; undefined where no sequence is
	 * returned
	 * @return the sample's sequence, or {@link #NONE}
	 * @throws IllegalArgumentException if something else remains, it is a buffer of
	 * another type, or it is read-only
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the copy again and again
	 */
	long latestInto(Buffer target);

	/**
	 * Copies the newest sample into what remains of a buffer, and describes it.
	 * @param target as in {@link #latestInto(Buffer)}
	 * @param details filled with the sample's; undefined where no sequence is returned
	 * @return the sample's sequence, or {@link #NONE}
	 */
	long latestInto(Buffer target, SampleDetails details);

	/**
	 * Copies the next sample in order into an array; allocates nothing.
	 * @param target as long as one sample; undefined where no sequence is returned
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample's sequence, or {@link #NONE} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalArgumentException if the array has another length
	 * @throws IllegalStateException if another thread is inside a {@code next} method
	 * @throws io.globalbuffer.exception.BufferContendedException if a sample was there
	 * but the writer was faster than the copy again and again
	 */
	long nextInto(A target, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next sample in order into an array, and describes it.
	 * @param target as in {@link #nextInto(Object, Duration)}
	 * @param details filled with the sample's; undefined where no sequence is returned
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample's sequence, or {@link #NONE} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	long nextInto(A target, SampleDetails details, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next sample in order into an array, and waits for it as long as it
	 * takes.
	 * @param target as in {@link #nextInto(Object, Duration)}
	 * @return the sample's sequence
	 * @throws InterruptedException if the thread is interrupted
	 */
	long nextInto(A target) throws InterruptedException;

	/**
	 * Copies the next sample's bytes into memory; allocates nothing.
	 * @param target as large as one sample; undefined where no sequence is returned
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample's sequence, or {@link #NONE} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalArgumentException if it has another size, or is read-only
	 * @see #nextInto(Object, Duration)
	 */
	long nextInto(MemorySegment target, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next sample's bytes into memory, and describes it.
	 * @param target as in {@link #nextInto(MemorySegment, Duration)}
	 * @param details filled with the sample's; undefined where no sequence is returned
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample's sequence, or {@link #NONE} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	long nextInto(MemorySegment target, SampleDetails details, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next sample's bytes into memory, and waits for it as long as it takes.
	 * @param target as in {@link #nextInto(MemorySegment, Duration)}
	 * @return the sample's sequence
	 * @throws InterruptedException if the thread is interrupted
	 */
	long nextInto(MemorySegment target) throws InterruptedException;

	/**
	 * Copies the next sample in order into what remains of a buffer.
	 * @param target with exactly one sample remaining; undefined where no sequence is
	 * returned
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample's sequence, or {@link #NONE} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalArgumentException if something else remains, it is a buffer of
	 * another type, or it is read-only
	 * @see #nextInto(Object, Duration)
	 */
	long nextInto(Buffer target, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next sample in order into what remains of a buffer, and describes it.
	 * @param target as in {@link #nextInto(Buffer, Duration)}
	 * @param details filled with the sample's; undefined where no sequence is returned
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return the sample's sequence, or {@link #NONE} if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	long nextInto(Buffer target, SampleDetails details, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next sample in order into what remains of a buffer, and waits for it as
	 * long as it takes.
	 * @param target as in {@link #nextInto(Buffer, Duration)}
	 * @return the sample's sequence
	 * @throws InterruptedException if the thread is interrupted
	 */
	long nextInto(Buffer target) throws InterruptedException;

	/**
	 * Copies the next samples in order, one behind the other, into an array: waits for
	 * the first, then takes what is there, as many as there is room for. Allocates
	 * nothing. Samples that were overwritten first are left out and counted as
	 * {@link #overruns}, also in the middle of a batch. A batch never holds samples of
	 * two segments.
	 * @param target as long as one sample or a multiple; undefined behind the samples
	 * that are returned
	 * @param timeout how long to wait for the first; zero or negative returns what is
	 * there
	 * @return how many samples there are, 0 if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalArgumentException if the array is not a whole number of samples
	 * long, or samples have no elements
	 * @throws IllegalStateException if another thread is inside a {@code next} method
	 * @throws io.globalbuffer.exception.BufferContendedException if a sample was there
	 * but the writer was faster than the copy of the first one again and again
	 */
	int nextBatchInto(A target, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next samples in order into an array, and waits for the first as long as
	 * it takes.
	 * @param target as in {@link #nextBatchInto(Object, Duration)}
	 * @return how many samples there are, at least 1
	 * @throws InterruptedException if the thread is interrupted
	 */
	int nextBatchInto(A target) throws InterruptedException;

	/**
	 * Copies the bytes of the next samples, one behind the other, into memory.
	 * @param target as large as one sample or a multiple
	 * @param timeout how long to wait for the first; zero or negative returns what is
	 * there
	 * @return how many samples there are, 0 if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalArgumentException if it does not take a whole number of samples, or
	 * is read-only
	 * @see #nextBatchInto(Object, Duration)
	 */
	int nextBatchInto(MemorySegment target, Duration timeout) throws InterruptedException;

	/**
	 * Copies the bytes of the next samples into memory, and waits for the first as long
	 * as it takes.
	 * @param target as in {@link #nextBatchInto(MemorySegment, Duration)}
	 * @return how many samples there are, at least 1
	 * @throws InterruptedException if the thread is interrupted
	 */
	int nextBatchInto(MemorySegment target) throws InterruptedException;

	/**
	 * Copies the next samples, one behind the other, into what remains of a buffer.
	 * @param target with room for one sample or a multiple remaining
	 * @param timeout how long to wait for the first; zero or negative returns what is
	 * there
	 * @return how many samples there are, 0 if none came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws IllegalArgumentException if it does not take a whole number of samples, is
	 * a buffer of another type, or is read-only
	 * @see #nextBatchInto(Object, Duration)
	 */
	int nextBatchInto(Buffer target, Duration timeout) throws InterruptedException;

	/**
	 * Copies the next samples into what remains of a buffer, and waits for the first as
	 * long as it takes.
	 * @param target as in {@link #nextBatchInto(Buffer, Duration)}
	 * @return how many samples there are, at least 1
	 * @throws InterruptedException if the thread is interrupted
	 */
	int nextBatchInto(Buffer target) throws InterruptedException;

}
