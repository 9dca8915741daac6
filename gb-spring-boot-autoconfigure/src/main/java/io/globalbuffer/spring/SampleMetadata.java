// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.globalbuffer.SampleOrigin;

/**
 * What is known of a sample beside its value; the optional second parameter of a
 * {@link GlobalBufferListener} method. Beside a list it says of the whole batch what was
 * missed, and the rest of its first sample.
 *
 * @param buffer the declared buffer's name
 * @param sequence the sample's number in the stream, counted from 0
 * @param missed how many samples between the one delivered before and this one were
 * overwritten (mode NEXT) or skipped (mode LATEST)
 * @param shape the dimensions of an array, of which the payload holds the elements in C
 * order; empty for a message
 * @param generation how often the listener had re-attached to a replaced segment;
 * sequences start again with each
 * @param origin what the writer said of the sample
 */
public record SampleMetadata(String buffer, long sequence, long missed, List<Long> shape, int generation,
		SampleOrigin origin) {

	/**
	 * When the sample was published, by this machine's wall clock.
	 * @return the moment; empty where the writer did not say
	 */
	public Optional<Instant> writtenAt() {
		return this.origin.writtenAt();
	}

}
