// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.Optional;

/**
 * What was found out of a machine.
 *
 * @param level how bad it is
 * @param subject what was looked at
 * @param text what was found
 * @param remedy what to do; empty where nothing is to be done
 */
record Finding(Level level, String subject, String text, Optional<String> remedy) {

	/**
	 * How bad it is.
	 */
	enum Level {

		/** As it should be. */
		GOOD,

		/** It works, but not as well as it could. */
		WARNING,

		/** It does not work. */
		BAD

	}

	static Finding good(String subject, String text) {
		return new Finding(Level.GOOD, subject, text, Optional.empty());
	}

	static Finding warning(String subject, String text, String remedy) {
		return new Finding(Level.WARNING, subject, text, Optional.of(remedy));
	}

	static Finding bad(String subject, String text, String remedy) {
		return new Finding(Level.BAD, subject, text, Optional.of(remedy));
	}

}
