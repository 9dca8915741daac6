// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.ring.SampleDescription;

/**
 * What a writer stored with a sample beside its value. A Java writer says what it was
 * {@linkplain WriterBuilder#publishTime() asked} to say; a Python writer says nothing.
 * Immutable.
 */
public final class SampleOrigin {

	/** Nothing was said. */
	public static final SampleOrigin UNKNOWN = new SampleOrigin(0, null);

	/** When it was published, in nanoseconds of either clock; 0 for unknown. */
	private final long publishTime;

	private final @Nullable TraceContext traceContext;

	SampleOrigin(long publishTime, @Nullable TraceContext traceContext) {
		this.publishTime = publishTime;
		this.traceContext = traceContext;
	}

	/**
	 * The origin of a sample.
	 * @param description what its slot said
	 * @return the origin; {@link #UNKNOWN} for nothing
	 */
	static SampleOrigin of(SampleDescription description) {
		long publishTime = description.publishTime();
		if (description.isTraced()) {
			return new SampleOrigin(publishTime, new TraceContext(description.traceIdHigh(), description.traceIdLow(),
					description.parentId(), description.traceFlags()));
		}
		return (publishTime != 0) ? new SampleOrigin(publishTime, null) : UNKNOWN;
	}

	/**
	 * Returns how long ago the sample was published, on any CPU and in any process of
	 * this machine, even if its wall clock is set.
	 * @return the time from then to now; empty where the writer did not say
	 */
	public Optional<Duration> age() {
		return (this.publishTime != 0) ? Optional.of(Duration.ofNanos(PublishClock.ageNanos(this.publishTime)))
				: Optional.empty();
	}

	/**
	 * When the sample was published, by this machine's wall clock as it is now, or as the
	 * writer {@linkplain BufferWriter#write(Object, Instant) stated} it.
	 * @return the moment; empty where the writer did not say
	 */
	public Optional<Instant> writtenAt() {
		return (this.publishTime != 0) ? Optional.of(PublishClock.moment(this.publishTime)) : Optional.empty();
	}

	/**
	 * The trace in which the sample was written.
	 * @return the context; empty where there was none, or the writer did not say
	 */
	public Optional<TraceContext> traceContext() {
		return Optional.ofNullable(this.traceContext);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SampleOrigin origin && this.publishTime == origin.publishTime
				&& Objects.equals(this.traceContext, origin.traceContext);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.publishTime, this.traceContext);
	}

	@Override
	public String toString() {
		return "age " + age().map(Duration::toString).orElse("unknown") + ", trace "
				+ traceContext().map((trace) -> trace.traceId() + "/" + trace.spanId()).orElse("unknown");
	}

}
