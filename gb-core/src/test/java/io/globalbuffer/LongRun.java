// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Whether tests try all variants, as the profile {@code long} has them, or show their
 * promise once: the system property {@code globalbuffer.long}. Tests that ask have the
 * tag {@code long}.
 */
public final class LongRun {

	private static final boolean ON = Boolean.getBoolean("globalbuffer.long");

	private LongRun() {
	}

	/**
	 * Return the variants that are tried.
	 * @param <T> the type of a variant
	 * @param variants all of them, the most telling one first
	 * @return all of them in a long run, else the first one
	 */
	@SafeVarargs
	@SuppressWarnings("varargs")
	public static <T> Stream<T> variants(T... variants) {
		return Arrays.stream(variants).limit(ON ? variants.length : 1);
	}

	/**
	 * Return how often something is tried.
	 * @param often in a long run
	 * @param once else
	 * @return one of both
	 */
	static int rounds(int often, int once) {
		return ON ? often : once;
	}

}
