// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;

import io.globalbuffer.spring.ErrorAction;

/**
 * What follows a failure.
 *
 * @param action what the error handler said, or what follows where it said nothing
 * @param pause how long to wait before the next attempt, if there is one
 * @param text the decision, for messages to people
 */
record Decision(ErrorAction action, Duration pause, String text) {

	/** The listener ends with it. */
	static final Decision STOP = new Decision(ErrorAction.STOP, Duration.ZERO, "the listener stops");

	/** The samples were failing when a pause ended, after which newer ones are wanted. */
	static final Decision NEWER = skip("given up for the newest sample");

	/** The samples were to be attempted again when the listener was told to stop. */
	static final Decision ENDED = new Decision(ErrorAction.STOP, Duration.ZERO, "not done, since the listener stops");

	/** The buffer of what is given up has not taken a sample. */
	static final Decision UNKEPT = skip("it is not kept");

	/** The heap has no room for a sample. */
	static final Decision LOST = skip("it is lost");

	static Decision skip(String text) {
		return new Decision(ErrorAction.SKIP, Duration.ZERO, text);
	}

	/** Whether the samples will never be attempted again. */
	boolean isGivingUp() {
		return this.action == ErrorAction.SKIP;
	}

}
