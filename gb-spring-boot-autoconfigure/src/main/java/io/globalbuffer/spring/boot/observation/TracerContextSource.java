// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.tracing.Tracer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.TraceContext;
import io.globalbuffer.spring.TraceContextSource;

/**
 * Tells the trace that the calling thread is in, as its tracer knows it. Safe for use by
 * many threads.
 */
final class TracerContextSource implements TraceContextSource {

	private static final Log logger = LogFactory.getLog(TracerContextSource.class);

	private final Tracer tracer;

	TracerContextSource(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public @Nullable TraceContext get() {
		io.micrometer.tracing.TraceContext current = this.tracer.currentTraceContext().context();
		if (current == null || isNone(current.traceId()) || isNone(current.spanId())) {
			return null;
		}
		try {
			return TraceContext.of(current.traceId(), current.spanId(), Boolean.TRUE.equals(current.sampled()));
		}
		catch (IllegalArgumentException ex) {
			// a write must not fail with it
			logger.debug("A sample is written without its trace, whose ids are not those of W3C trace context", ex);
			return null;
		}
	}

	/**
	 * Whether it is the id of nothing: that of OpenTelemetry consists of zeros, that of a
	 * tracer that is switched off is empty.
	 */
	private static boolean isNone(String id) {
		return id.chars().allMatch((digit) -> digit == '0');
	}

}
