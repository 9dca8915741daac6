// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * Offers {@link GlobalBufferEndpoint} where the actuator is there and the endpoint is
 * exposed.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(GlobalBufferEndpoint.class)
@ConditionalOnBean(value = MonitoredBuffers.class, search = SearchStrategy.CURRENT)
public final class GlobalBufferEndpointAutoConfiguration {

	GlobalBufferEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	GlobalBufferEndpoint globalBufferEndpoint(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners) {
		return new GlobalBufferEndpoint(buffers, listeners);
	}

	@Bean
	@ConditionalOnBean(value = GlobalBufferEndpoint.class, search = SearchStrategy.CURRENT)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(endpoint = GlobalBufferEndpoint.class, exposure = EndpointExposure.WEB)
	GlobalBufferEndpointWebExtension globalBufferEndpointWebExtension(GlobalBufferEndpoint endpoint) {
		return new GlobalBufferEndpointWebExtension(endpoint);
	}

}
