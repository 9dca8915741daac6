// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.Locale;

/**
 * The titles that pydantic gives to fields: Python's {@code str.title()} of the name,
 * then spaces for underscores, then trimmed.
 */
final class PythonTitle {

	private static final int CAPITAL_SIGMA = 'Σ';

	private PythonTitle() {
	}

	/**
	 * The title of a field.
	 * @param name the field's name
	 * @return its title
	 * @throws NoSchemaException if it has letters that change in number with their case,
	 * or with what is around them: those the JDK does not turn as Python does
	 */
	static String of(String name) {
		StringBuilder title = new StringBuilder(name.length());
		boolean insideWord = false;
		for (int letter : name.codePoints().toArray()) {
			title.append(insideWord ? lower(letter, name) : title(letter, name));
			insideWord = isCased(letter);
		}
		return trim(title.toString().replace('_', ' '));
	}

	/** Unicode's "cased", which is Python's, too: digits are not. */
	private static boolean isCased(int letter) {
		return Character.isUpperCase(letter) || Character.isLowerCase(letter) || Character.isTitleCase(letter);
	}

	private static String title(int letter, String name) {
		if (letter == 'ß') {
			return "Ss";
		}
		String upper = Character.toString(letter).toUpperCase(Locale.ROOT);
		check(upper.codePointCount(0, upper.length()) == 1, letter, name);
		return Character.toString(Character.toTitleCase(letter));
	}

	private static String lower(int letter, String name) {
		String lower = Character.toString(letter).toLowerCase(Locale.ROOT);
		check(letter != CAPITAL_SIGMA && lower.codePointCount(0, lower.length()) == 1, letter, name);
		return lower;
	}

	private static void check(boolean certain, int letter, String name) {
		if (!certain) {
			throw new NoSchemaException(
					"the title of '" + name + "' is not certain, because of its letter " + Character.toString(letter));
		}
	}

	/** What Python's {@code strip} takes away and a name can have. */
	private static String trim(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isSpace(text.charAt(start))) {
			start++;
		}
		while (end > start && isSpace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isSpace(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == '\u0085';
	}

}
