package io.globalbuffer;

/**
 * A thread that delivers samples to a callback, with a cursor of its own.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Whether samples are still delivered.
	 * @return {@code false} once closed, or when its buffer was closed or lost
	 */
	boolean isActive();

	/**
	 * Samples handed to the callback so far.
	 * @return a count
	 */
	long delivered();

	/**
	 * Samples lost because they were overwritten first.
	 * @return a count, always 0 in {@link ReadMode#LATEST}
	 */
	long overruns();

	/**
	 * Samples passed over on purpose in {@link ReadMode#LATEST}.
	 * @return a count, always 0 in {@link ReadMode#NEXT}
	 */
	long skipped();

	/**
	 * How often the callback threw.
	 * @return a count
	 */
	long errors();

	/**
	 * Ends the delivery: waits up to ten seconds for a callback that is running, and no
	 * other runs afterwards. Called from within the callback, or by an interrupted
	 * thread, it returns at once, and the running call is the last. Closing again does
	 * nothing.
	 */
	@Override
	void close();

}
