// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.torture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The check of the torture tests itself.
 */
class CheckedWordsTests {

	private static final int LENGTH = 64;

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 1_000_000_007L, Long.MAX_VALUE })
	void aSampleIsWhole(long number) {
		assertThat(CheckedWords.areWhole(words(number))).isTrue();
		assertThat(words(number)[0]).isEqualTo(number);
	}

	@Test
	void memoryIsFilledLikeAnArray() {
		MemorySegment memory = MemorySegment.ofArray(new long[LENGTH]);
		CheckedWords.fill(memory, 77);
		assertThat(memory.toArray(ValueLayout.JAVA_LONG)).isEqualTo(words(77));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 8, 9, 1L << 32 })
	void anySingleWordOfAnotherSampleIsSeen(long distance) {
		long[] other = words(5 + distance);
		for (int index = 0; index < LENGTH; index++) {
			long[] mixed = words(5);
			mixed[index] = other[index];
			assertThat(CheckedWords.areWhole(mixed)).as("word %d", index).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 8, 9, 1L << 32 })
	void anyBoundaryBetweenTwoSamplesIsSeen(long distance) {
		long[] newer = words(5 + distance);
		for (int length = 1; length < LENGTH; length++) {
			long[] mixed = words(5);
			System.arraycopy(newer, 0, mixed, 0, length);
			assertThat(CheckedWords.areWhole(mixed)).as("the first %d words newer", length).isFalse();
			mixed = words(5);
			System.arraycopy(newer, LENGTH - length, mixed, LENGTH - length, length);
			assertThat(CheckedWords.areWhole(mixed)).as("the last %d words newer", length).isFalse();
		}
	}

	@Test
	void twoWordsThatChangedPlacesAreSeen() {
		long[] words = words(5);
		long first = words[10];
		words[10] = words[11];
		words[11] = first;
		assertThat(CheckedWords.areWhole(words)).isFalse();
	}

	@Test
	void emptyMemoryIsNoSample() {
		assertThat(CheckedWords.areWhole(new long[LENGTH])).isFalse();
	}

	private static long[] words(long number) {
		long[] words = new long[LENGTH];
		CheckedWords.fill(words, number);
		return words;
	}

}
