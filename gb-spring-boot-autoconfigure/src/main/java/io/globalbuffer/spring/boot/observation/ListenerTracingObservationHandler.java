// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

/**
 * Makes a span of each observed call of a listener's method, as a child of the span in
 * which its sample was written. The trace comes from the slot, not from a header in some
 * propagation format. A batch goes on with the trace of its first sample that has one,
 * and is linked to the others. Safe for use by many threads.
 */
final class ListenerTracingObservationHandler
		implements TracingObservationHandler<GlobalBufferListenerObservationContext> {

	private final Tracer tracer;

	ListenerTracingObservationHandler(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public void onStart(GlobalBufferListenerObservationContext context) {
		Span.Builder span = this.tracer.spanBuilder().kind(Span.Kind.CONSUMER).name(getSpanName(context));
		List<TraceContext> origins = context.origins().map(this::toTracer).toList();
		if (!origins.isEmpty()) {
			span.setParent(origins.getFirst());
			origins.stream().skip(1).map(Link::new).forEach(span::addLink);
		}
		getTracingContext(context).setSpan(span.start());
	}

	@Override
	public void onStop(GlobalBufferListenerObservationContext context) {
		Span span = getRequiredSpan(context);
		// a method may have renamed the observation it is called in
		span.name(getSpanName(context));
		tagSpan(context, span);
		endSpan(context, span);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof GlobalBufferListenerObservationContext;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	private TraceContext toTracer(io.globalbuffer.TraceContext origin) {
		return this.tracer.traceContextBuilder()
			.traceId(origin.traceId())
			.spanId(origin.spanId())
			.sampled(origin.isSampled())
			.build();
	}

}
