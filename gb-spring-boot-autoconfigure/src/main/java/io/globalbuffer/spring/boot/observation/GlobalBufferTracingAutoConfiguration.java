// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.tracing.Tracer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;

/**
 * Lets traces go on from a writer to a listener where there is a tracer: tells writers
 * the trace they are in, and listeners that are observed the trace of their samples.
 */
@AutoConfiguration(after = GlobalBufferAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean(Tracer.class)
@ConditionalOnBooleanProperty(name = "globalbuffer.enabled", matchIfMissing = true)
public final class GlobalBufferTracingAutoConfiguration {

	/**
	 * Before the handlers of Micrometer Tracing, of which the default one would take
	 * these observations as well.
	 */
	static final int HANDLER_ORDER = 0;

	GlobalBufferTracingAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(TraceContextSource.class)
	TracerContextSource globalBufferTraceContextSource(Tracer tracer) {
		return new TracerContextSource(tracer);
	}

	@Bean
	@ConditionalOnBooleanProperty(GlobalBufferObservationAutoConfiguration.ENABLED)
	@Order(HANDLER_ORDER)
	ListenerTracingObservationHandler globalBufferListenerTracingObservationHandler(Tracer tracer) {
		return new ListenerTracingObservationHandler(tracer);
	}

}
