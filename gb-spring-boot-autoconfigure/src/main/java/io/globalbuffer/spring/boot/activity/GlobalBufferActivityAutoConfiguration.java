// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerSettings;

/**
 * Runs an {@link ActivityMonitor} and a {@link ReplicationMonitor}.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class)
@ConditionalOnBean(value = { MonitoredBuffers.class, EventPublisher.class }, search = SearchStrategy.CURRENT)
public final class GlobalBufferActivityAutoConfiguration {

	GlobalBufferActivityAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ActivityMonitor globalBufferActivityMonitor(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners,
			EventPublisher events, ListenerSettings settings) {
		return new ActivityMonitor(buffers, listeners, events, settings);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ReplicationMonitor globalBufferReplicationMonitor(MonitoredBuffers buffers, EventPublisher events,
			ListenerSettings settings) {
		return new ReplicationMonitor(buffers.replications(), events, settings.overrunEventInterval());
	}

}
