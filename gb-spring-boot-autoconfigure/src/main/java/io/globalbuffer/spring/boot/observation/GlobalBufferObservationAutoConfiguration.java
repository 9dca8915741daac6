// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * Observes the calls of listeners if that is asked for and there is an observation
 * registry.
 */
@AutoConfiguration(after = GlobalBufferListenerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, GlobalBufferListenerRegistry.class })
@ConditionalOnBooleanProperty(GlobalBufferObservationAutoConfiguration.ENABLED)
public final class GlobalBufferObservationAutoConfiguration {

	static final String ENABLED = "globalbuffer.listener.observation-enabled";

	/**
	 * Around every other advice, so that what those do is in the span as well; with room
	 * for one outside.
	 */
	static final int ADVICE_ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	GlobalBufferObservationAutoConfiguration() {
	}

	@Bean
	@Order(ADVICE_ORDER)
	ListenerObservations globalBufferListenerObservations(ObservationRegistry registry,
			ObjectProvider<GlobalBufferListenerObservationConvention> convention) {
		return new ListenerObservations(registry, convention.getIfAvailable());
	}

}
