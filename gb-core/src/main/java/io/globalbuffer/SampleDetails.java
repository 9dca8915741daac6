// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.ring.SampleDescription;

/**
 * What is known of a sample beside its value, for reads that allocate nothing: one object
 * that each read fills anew. A function that is shown a sample is shown its details with
 * it; a read into memory of the caller's fills details of the caller's.
 * {@snippet :
 * try (ArrayReader<float[]> csi = GlobalBuffer.attach("csi").asArray(float[].class)) {
 * 	float[] frame = new float[512];
 * 	SampleDetails details = new SampleDetails();
 * 	csi.nextInto(frame, details, Duration.ofSeconds(1));
 * 	use(details.sequence(), details.missed(), details.ageNanos());
 * 	csi.readLatestAsLong((view, newest) -> newest.ageNanos());
 * }
 * }
 * <p>
 * For one thread at a time.
 */
public final class SampleDetails {

	/** The {@link #ageNanos()} of a sample whose writer did not say. */
	public static final long UNKNOWN = -1;

	private final SampleDescription description = new SampleDescription();

	private int generation;

	/**
	 * Makes details of no sample yet, to be given to reads.
	 */
	public SampleDetails() {
	}

	/**
	 * Starts an attempt at a sample.
	 * @param generation of its segment
	 * @return what to read its description into
	 */
	SampleDescription begin(int generation) {
		this.generation = generation;
		return this.description;
	}

	/**
	 * The sample's number in the stream.
	 * @return its sequence, counted from 0
	 */
	public long sequence() {
		return this.description.sequence();
	}

	/**
	 * The number of samples between the one delivered before and this one that were
	 * overwritten.
	 * @return a count; 0 from {@code latest} methods
	 */
	public long missed() {
		return this.description.missed();
	}

	/**
	 * Returns how often the reader had re-attached to a replaced segment; sequences start
	 * again with each.
	 * @return 0 in the first segment
	 */
	public int generation() {
		return this.generation;
	}

	/**
	 * Returns how long ago the sample was published, as {@link SampleOrigin#age()}.
	 * @return nanoseconds from then to now; {@link #UNKNOWN} where the writer did not say
	 */
	public long ageNanos() {
		long publishTime = this.description.publishTime();
		return (publishTime != 0) ? PublishClock.ageNanos(publishTime) : UNKNOWN;
	}

	/**
	 * Whether the writer stated the trace in which the sample was written.
	 * @return {@code true} if the ids of the trace have a meaning
	 */
	public boolean isTraced() {
		return this.description.isTraced();
	}

	/**
	 * The high half of the trace id.
	 * @return as {@link TraceContext#traceIdHigh()}
	 */
	public long traceIdHigh() {
		return this.description.traceIdHigh();
	}

	/**
	 * The low half of the trace id.
	 * @return as {@link TraceContext#traceIdLow()}
	 */
	public long traceIdLow() {
		return this.description.traceIdLow();
	}

	/**
	 * The id of the span in which the sample was written.
	 * @return as {@link TraceContext#parentId()}
	 */
	public long parentId() {
		return this.description.parentId();
	}

	/**
	 * The trace flags.
	 * @return as {@link TraceContext#flags()}
	 */
	public byte traceFlags() {
		return this.description.traceFlags();
	}

	/**
	 * Returns what the writer said of the sample, to be kept: the next read does not
	 * change it.
	 * @return a new object, or {@link SampleOrigin#UNKNOWN}
	 */
	public SampleOrigin origin() {
		return SampleOrigin.of(this.description);
	}

}
