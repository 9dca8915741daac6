// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * Binds {@link GlobalBufferMetrics}, and {@link ListenerTimers} if asked for, where there
 * is a meter registry.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(value = MonitoredBuffers.class, search = SearchStrategy.CURRENT)
public final class GlobalBufferMetricsAutoConfiguration {

	GlobalBufferMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	GlobalBufferMetrics globalBufferMetrics(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners) {
		return new GlobalBufferMetrics(buffers, listeners);
	}

	@Bean
	@ConditionalOnBean(MeterRegistry.class)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnBooleanProperty("globalbuffer.listener.timer-enabled")
	ListenerTimers globalBufferListenerTimers(ObjectProvider<GlobalBufferListenerRegistry> listeners) {
		return new ListenerTimers(listeners);
	}

}
