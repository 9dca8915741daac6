package io.globalbuffer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a writer said of a sample beside its value. A Java writer says what it was
 * {@linkplain WriterBuilder#publishTime() asked} to say; a Python writer says nothing.
 * Immutable.
 */
public final class SampleOrigin {

	/** Nothing was said. */
	public static final SampleOrigin UNKNOWN = new SampleOrigin(0, null);

	/**
	 * Times from here on are of the wall clock, others of the machine's monotonic one.
	 */
	private static final long WALL_CLOCK = 1L << 59;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	/** When it was published, in nanoseconds of either clock; 0 for unknown. */
	private final long publishTime;

	private final @Nullable TraceContext traceContext;

	SampleOrigin(long publishTime, @Nullable TraceContext traceContext) {
		this.publishTime = publishTime;
		this.traceContext = traceContext;
	}

	/**
	 * How long ago the sample was published, on any CPU and in any process of this
	 * machine, whatever its wall clock does.
	 * @return the time from then to now; empty where the writer did not say
	 */
	public Optional<Duration> age() {
		return (this.publishTime != 0) ? Optional.of(Duration.ofNanos(ageNanos())) : Optional.empty();
	}

	/**
	 * When the sample was published, by this machine's wall clock as it is now.
	 * @return the moment; empty where the writer did not say
	 */
	public Optional<Instant> writtenAt() {
		return age().map((age) -> Instant.now().minus(age));
	}

	/**
	 * The trace in which the sample was written.
	 * @return the context; empty where there was none, or the writer did not say
	 */
	public Optional<TraceContext> traceContext() {
		return Optional.ofNullable(this.traceContext);
	}

	private long ageNanos() {
		if (this.publishTime < WALL_CLOCK) {
			return Math.max(0, System.nanoTime() - this.publishTime);
		}
		Instant now = Instant.now();
		return Math.max(0, now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - this.publishTime);
	}

}
