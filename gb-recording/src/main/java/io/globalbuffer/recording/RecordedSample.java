// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.schema.BufferLayout;

/**
 * One sample of a recording.
 *
 * @param stream the stream it was written to
 * @param layout what that stream held then
 * @param sequence its number in the stream, which begins again where the stream was made
 * anew
 * @param missed how many samples right before this one are not in the recording
 * @param writtenAt when it was published; empty where the writer did not say
 * @param recordedAt when it was recorded
 * @param bytes the sample as it was in the stream: a message undecoded, an array as its
 * elements, little-endian and in C order
 */
@SuppressWarnings("ArrayRecordComponent")
public record RecordedSample(String stream, BufferLayout layout, long sequence, long missed,
		Optional<Instant> writtenAt, Instant recordedAt, byte[] bytes) {

	/**
	 * When it was published, or where the writer did not say, recorded.
	 * @return the moment by which samples of several streams are ordered
	 */
	public Instant time() {
		return this.writtenAt.orElse(this.recordedAt);
	}

}
