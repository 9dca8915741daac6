package io.globalbuffer.spring.boot.activity;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * Runs an {@link ActivityMonitor}.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class)
@ConditionalOnBean({ MonitoredBuffers.class, EventPublisher.class })
public final class GlobalBufferActivityAutoConfiguration {

	GlobalBufferActivityAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ActivityMonitor globalBufferActivityMonitor(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners,
			EventPublisher events, GlobalBufferProperties properties) {
		GlobalBufferProperties.Listener defaults = properties.listener();
		return new ActivityMonitor(buffers, listeners, events,
				new EventIntervals(defaults.idleEventInterval(), defaults.overrunEventInterval()));
	}

}
