// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.util.regex.Pattern;

/**
 * Texts of others, as people may read them.
 */
public final class ForeignText {

	/** They could move the cursor, turn the direction of writing, or worse. */
	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

	private ForeignText() {
	}

	/**
	 * A text without what a terminal would obey.
	 */
	public static String printable(String text) {
		return CONTROL.matcher(text).replaceAll("?");
	}

	/**
	 * Whether a terminal would obey a character.
	 */
	public static boolean isControl(int character) {
		return CONTROL.matcher(Character.toString(character)).matches();
	}

	/**
	 * A text of at most so many characters.
	 */
	public static String shortened(String text, int length) {
		return (text.length() <= length) ? text : text.substring(0, Math.max(0, length - 3)) + "...";
	}

}
