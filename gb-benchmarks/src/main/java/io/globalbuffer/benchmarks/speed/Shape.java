// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

/**
 * What the streams of a measurement look like.
 *
 * @param bytes of a sample
 * @param slots of a ring
 * @param rings how many there are, used in turn
 */
record Shape(int bytes, int slots, int rings) {

	/** Samples that a bare ring or a buffer of any kind is filled with at once. */
	private static final int FEWEST_READS = 48;

	private static final int BATCH = 16;

	private static final int MOST_SLOTS = 64;

	private static final int FEWEST_SLOTS = 4;

	/** Of a ring of 64 KiB samples; larger samples get fewer slots. */
	private static final int RING = 1 << 22;

	/** Copying as much takes so long that no clock disturbs. */
	private static final int MUCH = 1 << 16;

	/** One ring of 64 slots, or of as few as large samples get. */
	static Shape of(int bytes) {
		return new Shape(bytes, Math.clamp(RING / bytes, FEWEST_SLOTS, MOST_SLOTS), 1);
	}

	/** Values of a sample. */
	int values() {
		return this.bytes / Double.BYTES;
	}

	/** As a buffer's. */
	int capacity() {
		return this.slots - 1;
	}

	/** Samples in a ring that is filled to be read: Agrona's ring holds them too. */
	int filled() {
		return this.slots * 3 / 4;
	}

	/**
	 * Readers of each ring. In a small ring there is too little to read for the clock not
	 * to show: so there are several, which read the same samples one after the other.
	 */
	int readers() {
		return Math.max(1, Math.min(FEWEST_READS / filled(), MUCH / this.bytes));
	}

	/** How many samples are read until the rings have to be filled again. */
	int reads() {
		return this.rings * readers() * filled();
	}

	/** Samples of a batch. */
	int batch() {
		return Math.min(BATCH, filled());
	}

}
