// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * How long the soak takes, start and end not counted: the system property
 * {@code globalbuffer.soak}, for example {@code 10m} or {@code PT10M}, or ten seconds.
 */
final class SoakDuration {

	private static final String SETTING = "globalbuffer.soak";

	private static final String DEFAULT = "10s";

	private SoakDuration() {
	}

	static Duration get() {
		String text = System.getProperty(SETTING, DEFAULT);
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The system property " + SETTING + " must be a duration such as 30s or 10m, not '" + text + "'",
					ex);
		}
	}

}
