// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import org.apache.commons.logging.Log;

/**
 * Logs exceptions of others, of which even the message may throw.
 */
final class FailureLog {

	private FailureLog() {
	}

	/**
	 * Logs an error with its stack, or without where that cannot be had.
	 */
	static void error(Log logger, String text, Throwable error) {
		try {
			logger.error(text, error);
		}
		catch (RuntimeException | StackOverflowError ex) {
			logger.error(text + ": " + nameless(error));
		}
	}

	/**
	 * Describes an error in a line.
	 * @return its class and message, or what of them can be had
	 */
	static String describe(Throwable error) {
		try {
			return error.toString();
		}
		catch (RuntimeException | StackOverflowError ex) {
			return nameless(error);
		}
	}

	private static String nameless(Throwable error) {
		return error.getClass().getName() + ", whose message cannot be had";
	}

}
