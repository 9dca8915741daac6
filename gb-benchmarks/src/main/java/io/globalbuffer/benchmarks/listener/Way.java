// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.listener;

/**
 * How a sample comes from the ring to a drain.
 */
enum Way {

	CORE("`next` of the core, in a loop"),

	ARRAY("listener of `double[]`"),

	SAMPLE("listener of `Sample<double[]>`"),

	METADATA("listener of `double[]` and `SampleMetadata`");

	private final String label;

	@SuppressWarnings("ImmutableEnumChecker")
	private final Drain drain = new Drain();

	Way(String label) {
		this.label = label;
	}

	/** What it is called in a table. */
	String label() {
		return this.label;
	}

	/** Where its samples end. */
	Drain drain() {
		return this.drain;
	}

}
