// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.buffer.BufferDefinitions;
import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.listener.DeliveryAdvice;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.GlobalBufferListenerPostProcessor;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistrar;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.spring.replication.ReplicationRegistry;

/**
 * Runs {@link io.globalbuffer.spring.GlobalBufferListener} methods.
 */
@AutoConfiguration(after = GlobalBufferAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "globalbuffer.enabled", matchIfMissing = true)
@ConditionalOnBean(BufferDefinitions.class)
public final class GlobalBufferListenerAutoConfiguration {

	GlobalBufferListenerAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@Role(BeanDefinition.ROLE_SUPPORT)
	GlobalBufferErrorHandler globalBufferErrorHandler() {
		return GlobalBufferErrorHandler.skipping();
	}

	// a child context's listeners end with it, so they need a registry of their own
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	GlobalBufferListenerRegistry globalBufferListenerRegistry(ListenerSettings settings, BufferReaders readers,
			ObjectProvider<DeliveryAdvice> advice, EventPublisher events, ApplicationContext context) {
		GlobalBufferListenerRegistry registry = new GlobalBufferListenerRegistry(settings, readers,
				advice.orderedStream().toList(), events);
		if (context.getParent() != null) {
			context.getParent().getBeanProvider(GlobalBufferListenerRegistry.class).ifUnique(registry::joinTo);
		}
		return registry;
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	GlobalBufferListenerRegistrar globalBufferListenerRegistrar(ConfigurableListableBeanFactory beanFactory,
			BufferDefinitions buffers, GlobalBufferListenerRegistry registry) {
		return new GlobalBufferListenerRegistrar(beanFactory, buffers, registry);
	}

	@Bean
	EventPublisher globalBufferEventPublisher(ApplicationEventPublisher target) {
		return new EventPublisher(target);
	}

	// where the buffers are: it sees the listeners of child contexts as well
	@Bean
	@ConditionalOnMissingBean
	MonitoredBuffers globalBufferMonitoredBuffers(BufferDefinitions definitions, GlobalBufferProperties properties,
			GlobalBufferListenerRegistry listeners, ObjectProvider<ReplicationRegistry> replications,
			BeanFactory beanFactory) {
		ReplicationRegistry replicated = replications.getIfAvailable(() -> new ReplicationRegistry(List.of()));
		return new MonitoredBuffers(properties.directory(),
				definitions.all()
					.stream()
					.map((definition) -> new MonitoredBuffer(definition,
							beanFactory.getBean(definition.name(), GlobalBuffer.class), listeners,
							replicated.ofBuffer(definition.name())))
					.toList());
	}

	@Bean
	static GlobalBufferListenerPostProcessor globalBufferListenerPostProcessor(
			ConfigurableListableBeanFactory beanFactory) {
		return new GlobalBufferListenerPostProcessor(beanFactory);
	}

	@Bean
	static LazyInitializationExcludeFilter globalBufferListenerLazyInitializationExcludeFilter() {
		return (beanName, definition, type) -> !GlobalBufferListenerPostProcessor.findListenerMethods(type).isEmpty();
	}

}
