// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

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
 * copy at all: they show a function the sample where it lies.
 * <p>
 * <b>What a function may do with a view.</b> The file may be truncated while it looks. It
 * is safe then to get elements, also in loops, and to copy into arrays or other memory
 * ({@link MemorySegment#copy}, {@link MemorySegment#toArray}, {@code get} of its
 * {@link MemorySegment#asByteBuffer() byte buffer}): the read throws
 * {@link io.globalbuffer.exception.BufferLostException}. Code that is not Java <b>ends
 * the process</b>: checksums ({@code CRC32}, {@code CRC32C}, {@code Adler32}) and
 * {@code Deflater} with a byte buffer of the view, {@link MemorySegment#mismatch} and
 * {@code equals} of byte buffers, and native functions. For those copy the sample first:
 * {@link #latestInto} and {@link #nextInto} do that.
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
public interface ArrayReader<A> extends BufferReader<A> {

	/** What {@link #latestInto} and {@link #nextInto} return where there is no sample. */
	long NONE = -1;

	/**
	 * What each sample is.
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
	 * Copies the newest sample's bytes into memory; allocates nothing.
	 * @param target as large as one sample; undefined where no sequence is returned
	 * @return the sample's sequence, or {@link #NONE}
	 * @throws IllegalArgumentException if it has another size, or is read-only
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the copy again and again
	 */
	long latestInto(MemorySegment target);

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
	 * Shows a function the newest sample where it lies, without a copy. If the writer
	 * overwrites the sample while the function looks at it, the function is called again,
	 * with what is the newest one then: it may see any bytes, must come to an end with
	 * any of them, and should do nothing but compute: get and copy, but no checksum, no
	 * {@code mismatch} and no native code on the sample where it lies, see
	 * {@link ArrayReader}. Its result counts, or what it throws, only if the sample was
	 * whole until it returned.
	 * @param <R> the type of the result
	 * @param function gets the sample's bytes, little-endian and read-only, which it must
	 * not keep: its memory belongs to other samples soon. Must not return {@code null}
	 * @return what it returned; empty if no sample was ever written
	 * @throws NullPointerException if it returned {@code null}
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the function again and again
	 */
	<R> Optional<R> readLatest(Function<? super MemorySegment, ? extends R> function);

	/**
	 * Makes a number of the newest sample where it lies. For what the function may do
	 * with it see {@link ArrayReader}: no checksum, no {@code mismatch}, no native code.
	 * @param function gets the sample's bytes
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatest
	 */
	OptionalDouble readLatestAsDouble(ToDoubleFunction<? super MemorySegment> function);

	/**
	 * Makes a whole number of the newest sample where it lies. For what the function may
	 * do with it see {@link ArrayReader}: no checksum, no {@code mismatch}, no native
	 * code.
	 * @param function gets the sample's bytes
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatest
	 */
	OptionalLong readLatestAsLong(ToLongFunction<? super MemorySegment> function);

	/**
	 * Shows a function the next sample in order where it lies, without a copy. If the
	 * writer overwrites the sample while the function looks at it, that sample is lost,
	 * and the function is called again with the oldest one left: see {@link #readLatest}
	 * for what it must be like and may do. The cursor moves past the sample whose result
	 * counts, and past one at which the function throws.
	 * @param <R> the type of the result
	 * @param function gets the sample's bytes, little-endian and read-only, which it must
	 * not keep. Must not return {@code null}
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws NullPointerException if it returned {@code null}; the cursor has moved
	 * @throws IllegalStateException if another thread is inside a {@code next} method, or
	 * the function calls one
	 * @throws io.globalbuffer.exception.BufferContendedException if the writer was faster
	 * than the function again and again
	 */
	<R> Optional<R> readNext(Function<? super MemorySegment, ? extends R> function, Duration timeout)
			throws InterruptedException;

	/**
	 * Makes a number of the next sample where it lies. For what the function may do with
	 * it see {@link ArrayReader}: no checksum, no {@code mismatch}, no native code.
	 * @param function gets the sample's bytes
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNext
	 */
	OptionalDouble readNextAsDouble(ToDoubleFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException;

	/**
	 * Makes a whole number of the next sample where it lies. For what the function may do
	 * with it see {@link ArrayReader}: no checksum, no {@code mismatch}, no native code.
	 * @param function gets the sample's bytes
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNext
	 */
	OptionalLong readNextAsLong(ToLongFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException;

}
