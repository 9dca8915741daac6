// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Several of a kind, used in turn.
 *
 * @param <T> the kind
 */
final class Turns<T> {

	private final Object[] members;

	private int next;

	private Turns(Object[] members) {
		this.members = members;
	}

	/**
	 * Makes some.
	 * @param <T> the kind
	 * @param count how many
	 * @param factory makes one
	 * @return all of them
	 */
	static <T> Turns<T> of(int count, IntFunction<T> factory) {
		return new Turns<>(IntStream.range(0, count).mapToObj(factory).toArray());
	}

	@SuppressWarnings("unchecked")
	T next() {
		int turn = this.next;
		this.next = (turn + 1 < this.members.length) ? turn + 1 : 0;
		return (T) this.members[turn];
	}

	@SuppressWarnings("unchecked")
	List<T> all() {
		return (List<T>) List.of(this.members);
	}

}
