// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;

/**
 * What a call of a listener's method is about: one sample, or those of a batch. A single
 * sample needs no list, unless there is one who wants to keep it.
 */
final class TakenSamples {

	static final TakenSamples NONE = new TakenSamples();

	private @Nullable Sample<?> only;

	private List<? extends Sample<?>> batch = List.of();

	/** Nothing, until it is given a sample. */
	TakenSamples() {
	}

	/**
	 * Those of a batch.
	 * @param batch in their order, not changed any more
	 */
	TakenSamples(List<? extends Sample<?>> batch) {
		this.batch = batch;
	}

	/** In place of what it was before. */
	TakenSamples with(Sample<?> sample) {
		this.only = sample;
		return this;
	}

	/** Nothing any more. */
	void clear() {
		this.only = null;
	}

	/** Those that are left of these. */
	TakenSamples filter(Predicate<Sample<?>> predicate) {
		if (this.only != null) {
			return predicate.test(this.only) ? this : NONE;
		}
		return new TakenSamples(this.batch.stream().filter(predicate).toList());
	}

	/** Others in place of these. */
	TakenSamples map(UnaryOperator<Sample<?>> function) {
		return (this.only != null) ? new TakenSamples().with(function.apply(this.only))
				: new TakenSamples(this.batch.stream().map(function).toList());
	}

	boolean isEmpty() {
		return size() == 0;
	}

	int size() {
		return (this.only != null) ? 1 : this.batch.size();
	}

	Sample<?> first() {
		return (this.only != null) ? this.only : this.batch.getFirst();
	}

	Sample<?> last() {
		return (this.only != null) ? this.only : this.batch.getLast();
	}

	/** How many were lost or skipped before and between them. */
	long missed() {
		return (this.only != null) ? this.only.missed() : this.batch.stream().mapToLong(Sample::missed).sum();
	}

	/** For who keeps them, or wants them so. */
	List<? extends Sample<?>> list() {
		return (this.only != null) ? List.of(this.only) : this.batch;
	}

}
