// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

/**
 * Has one listener's calls made: of its filter, its method with what is around it, and
 * its error handler. One at a time, and each sees what those before it have done. Used by
 * the listener's thread, and by those that stop it.
 */
@FunctionalInterface
interface Dispatcher {

	/** The listener's thread makes its calls itself. */
	Dispatcher DIRECT = Call::make;

	/**
	 * Has a call made, and returns when that has ended.
	 * @param call the call
	 * @return what the call returns; {@code false} also if it was not begun, since the
	 * listener was told to stop
	 * @throws Throwable what the call throws
	 */
	boolean dispatch(Call call) throws Throwable;

	/** Before the first call. */
	default void open() {
	}

	/** After the last call. */
	default void close() {
	}

	/** Tells that the listener was told to stop: a call that has not begun never will. */
	default void signalStop() {
	}

	/**
	 * Interrupts the call that is being made by another thread than the listener's.
	 * @return whether there is one
	 */
	default boolean interruptCall() {
		return false;
	}

	/** Whether the current thread, not being the listener's, is inside a call. */
	default boolean isCalling() {
		return false;
	}

	/**
	 * A call of the application's code.
	 */
	@FunctionalInterface
	interface Call {

		/**
		 * Makes the call.
		 * @return what the listener's thread wants to know of it
		 * @throws Throwable what the application's code throws
		 */
		boolean make() throws Throwable;

	}

}
