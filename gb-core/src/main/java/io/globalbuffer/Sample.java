// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Instant;
import java.util.Optional;

/**
 * One sample, copied out of the ring: the writer going on does not change it.
 *
 * @param <T> the type of the value
 * @param value the array or message
 * @param sequence its number in the stream, counted from 0
 * @param missed how many samples between the one delivered before and this one were
 * overwritten (reading in order) or skipped (reading the newest); 0 from
 * {@link BufferReader#latest()}
 * @param generation how often the reader had re-attached to a replaced segment; sequences
 * start again with each
 * @param origin what the writer said of it
 */
public record Sample<T>(T value, long sequence, long missed, int generation, SampleOrigin origin) {

	/**
	 * When the sample was published, by this machine's wall clock.
	 * @return the moment; empty where the writer did not say
	 */
	public Optional<Instant> writtenAt() {
		return this.origin.writtenAt();
	}

}
