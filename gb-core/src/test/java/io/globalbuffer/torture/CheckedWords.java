// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The words of a sample: its number, then words that each depend on the number and on
 * their place, then the sum of all before it. Of two samples no word is the same, so any
 * mixture of them shows.
 */
final class CheckedWords {

	private static final long STEP = 0x9E3779B97F4A7C15L;

	private static final long PLACE = 0xC2B2AE3D27D4EB4FL;

	private CheckedWords() {
	}

	/** Makes an array, of two words at least, the sample of a number. */
	static void fill(long[] words, long number) {
		int end = words.length - 1;
		words[0] = number;
		long sum = number;
		for (int index = 1; index < end; index++) {
			words[index] = word(number, index);
			sum += words[index];
		}
		words[end] = sum;
	}

	/** Does the same in place. */
	static void fill(MemorySegment words, long number) {
		long end = words.byteSize() / Long.BYTES - 1;
		words.setAtIndex(ValueLayout.JAVA_LONG, 0, number);
		long sum = number;
		for (long index = 1; index < end; index++) {
			long word = word(number, index);
			words.setAtIndex(ValueLayout.JAVA_LONG, index, word);
			sum += word;
		}
		words.setAtIndex(ValueLayout.JAVA_LONG, end, sum);
	}

	/** Whether each word is that of the number in the first one. */
	static boolean areWhole(long[] words) {
		int end = words.length - 1;
		long number = words[0];
		long sum = number;
		long difference = 0;
		for (int index = 1; index < end; index++) {
			difference |= words[index] ^ word(number, index);
			sum += words[index];
		}
		return difference == 0 && words[end] == sum;
	}

	private static long word(long number, long index) {
		return number * STEP + index * PLACE;
	}

}
