// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.health;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.MonitoredBuffers;

/**
 * Contributes {@code globalbuffer} to health: always a composite of one component for
 * each declared buffer, however many there are, so that the JSON keeps its shape.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class)
@ConditionalOnClass({ CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("globalbuffer")
@ConditionalOnBean(value = MonitoredBuffers.class, search = SearchStrategy.CURRENT)
public final class GlobalBufferHealthContributorAutoConfiguration {

	GlobalBufferHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "globalbufferHealthContributor", search = SearchStrategy.CURRENT)
	CompositeHealthContributor globalbufferHealthContributor(MonitoredBuffers buffers,
			GlobalBufferProperties properties) {
		return CompositeHealthContributor.fromMap(buffers.byName(),
				(buffer) -> new BufferHealthIndicator(buffer, properties.health()));
	}

}
