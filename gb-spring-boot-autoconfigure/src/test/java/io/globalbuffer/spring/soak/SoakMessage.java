// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

/**
 * A message that says which sample it is.
 *
 * @param number the sample's sequence
 * @param text a text of a length that changes, which follows from the number
 */
record SoakMessage(long number, String text) {

	private static final int LENGTHS = 16;

	static SoakMessage of(long number) {
		return new SoakMessage(number, text(number));
	}

	static boolean isWhole(long number, String text) {
		return text.equals(text(number));
	}

	private static String text(long number) {
		return Long.toHexString(number).repeat(1 + (int) (number % LENGTHS));
	}

}
