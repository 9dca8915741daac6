// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/**
 * Shows samples to functions where they lie: without a copy, and without allocation but
 * for the {@code Optional} that is returned, which the JIT compiler mostly removes. A
 * function of two arguments is shown the {@linkplain SampleDetails details} of the
 * sample, too: its sequence, how many were missed, its origin. They are valid until the
 * function returns.
 * <p>
 * <b>What a function may do with a view.</b> The file may be truncated while it looks. It
 * is safe then to get elements, also in loops, and to copy into arrays or other memory
 * ({@link MemorySegment#copy}, {@link MemorySegment#toArray}, {@code get} of its
 * {@link MemorySegment#asByteBuffer() byte buffer}): the read throws
 * {@link io.globalbuffer.exception.BufferLostException}. Code that is not Java <b>ends
 * the process</b>: checksums ({@code CRC32}, {@code CRC32C}, {@code Adler32}) and
 * {@code Deflater} with a byte buffer of the view, {@link MemorySegment#mismatch} and
 * {@code equals} of byte buffers, and native functions. For those copy the sample first:
 * {@link ArrayReader#latestInto} and {@link ArrayReader#nextInto} do that.
 */
public interface SampleViews {

	/**
	 * Shows a function the newest sample where it lies, without a copy. If the writer
	 * overwrites the sample while the function looks at it, the function is called again,
	 * with what is the newest one then: it may see any bytes, must come to an end with
	 * any of them, and should do nothing but compute: get and copy, but no checksum, no
	 * {@code mismatch} and no native code on the sample where it lies, see
	 * {@link SampleViews}. Its result counts, or what it throws, only if the sample was
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
	 * Shows a function the newest sample and its details.
	 * @param <R> the type of the result
	 * @param function gets the sample's bytes and its details, and must keep neither
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatest(Function)
	 */
	<R> Optional<R> readLatest(BiFunction<? super MemorySegment, ? super SampleDetails, ? extends R> function);

	/**
	 * Makes a number of the newest sample where it lies. For what the function may do
	 * with it see {@link SampleViews}: no checksum, no {@code mismatch}, no native code.
	 * @param function gets the sample's bytes
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatest(Function)
	 */
	OptionalDouble readLatestAsDouble(ToDoubleFunction<? super MemorySegment> function);

	/**
	 * Makes a number of the newest sample and its details.
	 * @param function gets the sample's bytes and its details, and must keep neither
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatestAsDouble(ToDoubleFunction)
	 */
	OptionalDouble readLatestAsDouble(ToDoubleBiFunction<? super MemorySegment, ? super SampleDetails> function);

	/**
	 * Makes a whole number of the newest sample where it lies. For what the function may
	 * do with it see {@link SampleViews}: no checksum, no {@code mismatch}, no native
	 * code.
	 * @param function gets the sample's bytes
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatest(Function)
	 */
	OptionalLong readLatestAsLong(ToLongFunction<? super MemorySegment> function);

	/**
	 * Makes a whole number of the newest sample and its details.
	 * @param function gets the sample's bytes and its details, and must keep neither
	 * @return what it returned; empty if no sample was ever written
	 * @see #readLatestAsLong(ToLongFunction)
	 */
	OptionalLong readLatestAsLong(ToLongBiFunction<? super MemorySegment, ? super SampleDetails> function);

	/**
	 * Shows a function the next sample in order where it lies, without a copy. If the
	 * writer overwrites the sample while the function looks at it, that sample is lost,
	 * and the function is called again with the oldest one left: see
	 * {@link #readLatest(Function)} for what it must be like and may do. The cursor moves
	 * past the sample whose result counts, and past one at which the function throws.
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
	 * Shows a function the next sample in order and its details.
	 * @param <R> the type of the result
	 * @param function gets the sample's bytes and its details, and must keep neither
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNext(Function, Duration)
	 */
	<R> Optional<R> readNext(BiFunction<? super MemorySegment, ? super SampleDetails, ? extends R> function,
			Duration timeout) throws InterruptedException;

	/**
	 * Makes a number of the next sample where it lies. For what the function may do with
	 * it see {@link SampleViews}: no checksum, no {@code mismatch}, no native code.
	 * @param function gets the sample's bytes
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNext(Function, Duration)
	 */
	OptionalDouble readNextAsDouble(ToDoubleFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException;

	/**
	 * Makes a number of the next sample in order and its details.
	 * @param function gets the sample's bytes and its details, and must keep neither
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNextAsDouble(ToDoubleFunction, Duration)
	 */
	OptionalDouble readNextAsDouble(ToDoubleBiFunction<? super MemorySegment, ? super SampleDetails> function,
			Duration timeout) throws InterruptedException;

	/**
	 * Makes a whole number of the next sample where it lies. For what the function may do
	 * with it see {@link SampleViews}: no checksum, no {@code mismatch}, no native code.
	 * @param function gets the sample's bytes
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNext(Function, Duration)
	 */
	OptionalLong readNextAsLong(ToLongFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException;

	/**
	 * Makes a whole number of the next sample in order and its details.
	 * @param function gets the sample's bytes and its details, and must keep neither
	 * @param timeout how long to wait; zero or negative returns what is there
	 * @return what it returned; empty if no sample came in time
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @see #readNextAsLong(ToLongFunction, Duration)
	 */
	OptionalLong readNextAsLong(ToLongBiFunction<? super MemorySegment, ? super SampleDetails> function,
			Duration timeout) throws InterruptedException;

}
