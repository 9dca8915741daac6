// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Ids of traces, as W3C trace context writes them.
 */
class TraceContextTests {

	private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String SPAN_ID = "00f067aa0ba902b7";

	@Test
	void idsAreReadAndWrittenInHexadecimalDigits() {
		TraceContext context = TraceContext.of(TRACE_ID, SPAN_ID, true);
		assertThat(context.traceIdHigh()).isEqualTo(0x4bf92f3577b34da6L);
		assertThat(context.traceIdLow()).isEqualTo(0xa3ce929d0e0e4736L);
		assertThat(context.parentId()).isEqualTo(0x00f067aa0ba902b7L);
		assertThat(context.isSampled()).isTrue();
		assertThat(context.traceId()).isEqualTo(TRACE_ID);
		assertThat(context.spanId()).isEqualTo(SPAN_ID);
		assertThat(TraceContext.of(TRACE_ID, SPAN_ID, false).isSampled()).isFalse();
	}

	@Test
	void aShortTraceIdIsTheLowHalf() {
		assertThat(TraceContext.of("a3ce929d0e0e4736", SPAN_ID, false).traceId())
			.isEqualTo("0000000000000000a3ce929d0e0e4736");
	}

	@Test
	void otherFlagsThanSampledAreKept() {
		TraceContext context = new TraceContext(1, 2, 3, (byte) 0xfe);
		assertThat(context.isSampled()).isFalse();
		assertThat(context.flags()).isEqualTo((byte) 0xfe);
	}

	@ParameterizedTest
	@CsvSource({ "00000000000000000000000000000000, 00f067aa0ba902b7", "0000000000000000, 00f067aa0ba902b7",
			"4bf92f3577b34da6a3ce929d0e0e4736, 0000000000000000", "4bf92f35, 00f067aa0ba902b7",
			"4bf92f3577b34da6a3ce929d0e0e4736, 00f0", "4bf92f3577b34da6a3ce929d0e0e473x, 00f067aa0ba902b7" })
	void whatIsNoIdIsRefused(String traceId, String spanId) {
		assertThatIllegalArgumentException().isThrownBy(() -> TraceContext.of(traceId, spanId, true));
	}

}
