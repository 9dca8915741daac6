// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A listener names a buffer that is not declared.
 */
public class UnknownBufferException extends GlobalBufferException {

	private final String description;

	private final String action;

	/**
	 * Creates an exception.
	 * @param method the listener method, as people write it
	 * @param buffer the name that is not declared
	 * @param declared the declared names
	 */
	public UnknownBufferException(String method, String buffer, Set<String> declared) {
		this("@GlobalBufferListener on " + method + " names buffer '" + buffer + "', which is not declared.",
				actionFor(buffer, declared));
	}

	private UnknownBufferException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * What happened.
	 * @return a sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * What to do.
	 * @return a sentence or two
	 */
	public String action() {
		return this.action;
	}

	private static String actionFor(String buffer, Set<String> declared) {
		String declare = "declare it under globalbuffer.buffers." + buffer + ".";
		if (declared.isEmpty()) {
			return "No buffer is declared: " + declare;
		}
		String known = "Declared: " + String.join(", ", declared) + ". ";
		return known + nearest(buffer, declared).map((name) -> "Did you mean '" + name + "'? Otherwise " + declare)
			.orElse("Use one of these, or " + declare);
	}

	private static Optional<String> nearest(String buffer, Set<String> declared) {
		int tolerance = Math.max(2, buffer.length() / 3);
		return declared.stream()
			.filter((name) -> distance(buffer, name) <= tolerance)
			.min(Comparator.comparingInt((name) -> distance(buffer, name)));
	}

	/** The number of edits between two words (Levenshtein), letter case not counted. */
	private static int distance(String left, String right) {
		List<Integer> a = left.toLowerCase(Locale.ROOT).chars().boxed().toList();
		List<Integer> b = right.toLowerCase(Locale.ROOT).chars().boxed().toList();
		int[] previous = new int[b.size() + 1];
		for (int column = 0; column <= b.size(); column++) {
			previous[column] = column;
		}
		for (int row = 1; row <= a.size(); row++) {
			int[] current = new int[b.size() + 1];
			current[0] = row;
			for (int column = 1; column <= b.size(); column++) {
				int change = a.get(row - 1).equals(b.get(column - 1)) ? 0 : 1;
				current[column] = Math.min(previous[column - 1] + change,
						1 + Math.min(previous[column], current[column - 1]));
			}
			previous = current;
		}
		return previous[b.size()];
	}

}
