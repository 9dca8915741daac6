package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;

import io.globalbuffer.schema.ArraySpec;

/**
 * A reader of an array stream.
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

}
