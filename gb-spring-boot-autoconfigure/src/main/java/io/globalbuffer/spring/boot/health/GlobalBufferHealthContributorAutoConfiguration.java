// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.health;

import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
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
 * each declared buffer, however many there are, so that the JSON keeps its shape. It is
 * there, and empty, without buffers as well: a health group that includes it would keep
 * the application from starting otherwise.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class)
@ConditionalOnClass({ CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("globalbuffer")
public final class GlobalBufferHealthContributorAutoConfiguration {

	GlobalBufferHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "globalbufferHealthContributor", search = SearchStrategy.CURRENT)
	CompositeHealthContributor globalbufferHealthContributor(ObjectProvider<MonitoredBuffers> buffers,
			ObjectProvider<GlobalBufferProperties> properties) {
		MonitoredBuffers monitored = buffers.getIfAvailable();
		return CompositeHealthContributor.fromMap((monitored != null) ? monitored.byName() : Map.of(),
				(buffer) -> new BufferHealthIndicator(buffer, properties.getObject().health()));
	}

}
