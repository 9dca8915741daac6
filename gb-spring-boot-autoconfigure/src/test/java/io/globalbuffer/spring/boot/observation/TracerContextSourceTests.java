// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.tracing.CurrentTraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.globalbuffer.TraceContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class TracerContextSourceTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SHORT_TRACE_ID = "8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	@Test
	void idsAndSamplingAreThoseOfTheTracer() {
		assertThat(current(TRACE_ID, SPAN_ID, true)).isEqualTo(TraceContext.of(TRACE_ID, SPAN_ID, true));
		assertThat(current(TRACE_ID, SPAN_ID, false)).isEqualTo(TraceContext.of(TRACE_ID, SPAN_ID, false));
	}

	@Test
	void aTraceNobodyDecidedAboutIsNotSampled() {
		assertThat(current(TRACE_ID, SPAN_ID, null)).isEqualTo(TraceContext.of(TRACE_ID, SPAN_ID, false));
	}

	@Test
	void aShortTraceIdIsTheLowHalf() {
		assertThat(current(SHORT_TRACE_ID, SPAN_ID, true))
			.isEqualTo(TraceContext.of("0".repeat(16) + SHORT_TRACE_ID, SPAN_ID, true));
	}

	@Test
	void outsideOfASpanThereIsNone() {
		assertThat(new TracerContextSource(tracer(null)).get()).isNull();
	}

	@Test
	void idsOfZerosAndEmptyOnesAreNone() {
		assertThat(current("0".repeat(32), "0".repeat(16), false)).isNull();
		assertThat(current("", "", false)).isNull();
	}

	private static @Nullable TraceContext current(String traceId, String spanId, @Nullable Boolean sampled) {
		io.micrometer.tracing.TraceContext context = mock(io.micrometer.tracing.TraceContext.class);
		given(context.traceId()).willReturn(traceId);
		given(context.spanId()).willReturn(spanId);
		given(context.sampled()).willReturn(sampled);
		return new TracerContextSource(tracer(context)).get();
	}

	private static Tracer tracer(io.micrometer.tracing.@Nullable TraceContext current) {
		CurrentTraceContext currentContext = mock(CurrentTraceContext.class);
		given(currentContext.context()).willReturn(current);
		Tracer tracer = mock(Tracer.class);
		given(tracer.currentTraceContext()).willReturn(currentContext);
		return tracer;
	}

}
