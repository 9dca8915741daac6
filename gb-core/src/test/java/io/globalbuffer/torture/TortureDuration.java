// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How long everything shall take, processes that start not counted: the system property
 * {@code globalbuffer.torture}, an ISO 8601 duration, or some seconds.
 */
final class TortureDuration {

	private static final String SETTING = "globalbuffer.torture";

	private static final String DEFAULT = "PT7S";

	private TortureDuration() {
	}

	/** One of so many equal parts. */
	static Duration dividedBy(long parts) {
		String text = System.getProperty(SETTING, DEFAULT);
		try {
			return Duration.parse(text).dividedBy(parts);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(
					"The system property " + SETTING + " must be a duration such as PT10M or PT1H, not '" + text + "'",
					ex);
		}
	}

}
